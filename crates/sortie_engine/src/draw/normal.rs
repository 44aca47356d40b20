//! The inverse of the normal distribution: algorithm AS 241 (Wichura 1988), accurate to about 1 part in 10¹⁶ where the
//! kit is. Its third region, beyond 10⁻¹¹ from either end, is left out: no draw comes that far.

use crate::lane::{Lane, LaneKit};

/// How far from 0 a standard normal number lies whose probability to be exceeded is `end`, between 10⁻¹¹ and ½.
#[inline(always)]
pub(super) fn normal_quantile<K: LaneKit>(kit: K, end: K::Lane) -> K::Lane {
    let q = kit.splat(0.5) - end;
    let center = q * ratio(kit, kit.splat(0.180_625) - q * q, &CENTER);
    let r = (kit.splat(0.0) - end.logarithm()).sqrt();
    let shoulder = ratio(kit, r - kit.splat(1.6), &SHOULDER);
    (q - kit.splat(0.425)).if_positive(shoulder, center)
}

/// Coefficients of numerator and denominator, constant term first.
type RationalCoefficients = [[f64; 8]; 2];

#[inline(always)]
fn ratio<K: LaneKit>(kit: K, r: K::Lane, [above, below]: &RationalCoefficients) -> K::Lane {
    polynomial(kit, r, above) / polynomial(kit, r, below)
}

#[inline(always)]
fn polynomial<K: LaneKit>(kit: K, r: K::Lane, coefficients: &[f64; 8]) -> K::Lane {
    let mut sum = kit.splat(coefficients[7]);
    for coefficient in coefficients[..7].iter().rev() {
        sum = sum * r + kit.splat(*coefficient);
    }
    sum
}

#[expect(clippy::excessive_precision, reason = "as published")]
const CENTER: RationalCoefficients = [
    [
        3.387_132_872_796_366_608_0e0,
        1.331_416_678_917_843_774_5e2,
        1.971_590_950_306_551_442_7e3,
        1.373_169_376_550_946_112_5e4,
        4.592_195_393_154_987_145_7e4,
        6.726_577_092_700_870_085_3e4,
        3.343_057_558_358_812_810_5e4,
        2.509_080_928_730_122_672_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091_125_2e1,
        6.871_870_074_920_579_082_0e2,
        5.394_196_021_424_751_107_7e3,
        2.121_379_430_158_659_586_7e4,
        3.930_789_580_009_271_061_0e4,
        2.872_908_573_572_194_267_4e4,
        5.226_495_278_852_854_561_0e3,
    ],
];

#[expect(clippy::excessive_precision, reason = "as published")]
const SHOULDER: RationalCoefficients = [
    [
        1.423_437_110_749_683_577_34e0,
        4.630_337_846_156_545_295_90e0,
        5.769_497_221_460_691_405_50e0,
        3.647_848_324_763_204_605_04e0,
        1.270_458_252_452_368_382_58e0,
        2.417_807_251_774_506_117_70e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_40e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87e0,
        1.676_384_830_183_803_849_40e0,
        6.897_673_349_851_000_045_50e-1,
        1.481_039_764_274_800_745_90e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946_00e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lane::{DoubleKit, Level, SingleKit, dispatch};

    /// Distances from the nearer end, and the quantiles of the tables.
    const TABLES: [(f64, f64); 4] = [
        (0.5, 0.0),
        (0.1, 1.281_551_565_544_600_4),
        (0.025, 1.959_963_984_540_054),
        (1e-9, 5.997_807_015_007_686_9),
    ];

    #[test]
    fn the_quantiles_are_those_of_the_tables() {
        for (end, x) in TABLES {
            let kit = DoubleKit::<1, 1>;
            let found = normal_quantile(kit, kit.splat(end)).get(0);
            assert!((found - x).abs() < 1e-12, "{end}: {found}");
        }
    }

    #[test]
    fn in_single_precision_they_are_as_close_as_it_allows() {
        for (end, x) in TABLES {
            let found = dispatch!(Level::new(), simd => {
                let kit = SingleKit::<_, 1>(simd);
                normal_quantile(kit, kit.splat(end)).get(3)
            });
            assert!((found - x).abs() <= 2e-6 * x, "{end}: {found}");
        }
    }
}
