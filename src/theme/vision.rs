//! How different two colors look, to eyes of every kind.

use egui::Color32;

/// A matrix on linear red, green and blue; none for eyes that see every color.
pub(super) type SightMatrix = Option<[[f64; 3]; 3]>;

/// Eyes that see every color, and those without one of the three kinds of cone (protanopia, deuteranopia, tritanopia),
/// at full severity: Machado, Oliveira & Fernandes, "A Physiologically-based Model for Simulation of Color Vision
/// Deficiency", IEEE TVCG 15(6), 2009, table 1.
pub(super) const SIGHTS: [SightMatrix; 4] = [
    None,
    Some([
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ]),
    Some([
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ]),
    Some([
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ]),
];

/// A color in CIE L*a*b* under daylight (D65).
pub(super) type LabColor = [f64; 3];

/// What eyes of a kind see of a color.
pub(super) fn seen(color: Color32, sight: SightMatrix) -> LabColor {
    let rgba = egui::Rgba::from(color);
    let linear = [rgba.r(), rgba.g(), rgba.b()].map(f64::from);
    let [r, g, b] = sight.map_or(linear, |matrix| {
        matrix.map(|row| row.iter().zip(linear).map(|(m, x)| m * x).sum::<f64>().clamp(0.0, 1.0))
    });
    let x = (0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47;
    let y = 0.212_672_9 * r + 0.715_152_2 * g + 0.072_175 * b;
    let z = (0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b) / 1.088_83;
    let f = |t: f64| if t > 216.0 / 24_389.0 { t.cbrt() } else { (24_389.0 / 27.0 * t + 16.0) / 116.0 };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

/// The difference of two colors by CIEDE2000 (Sharma, Wu & Dalal, Color Research and Application 30(1), 2005).
pub(super) fn difference([l1, a1, b1]: LabColor, [l2, a2, b2]: LabColor) -> f64 {
    let heavy = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25_f64.powi(7))).sqrt();
    let stretch = 1.5 - 0.5 * heavy(f64::midpoint(a1.hypot(b1), a2.hypot(b2)));
    let (a1, a2) = (a1 * stretch, a2 * stretch);
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue =
        |a: f64, b: f64| if a == 0.0 && b == 0.0 { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let has_hues = c1 * c2 != 0.0;
    // The shorter way around the circle of hues.
    let turn = if has_hues { (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0 } else { 0.0 };
    let (d_l, d_c) = (l2 - l1, c2 - c1);
    let d_h = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
    let h = match () {
        () if !has_hues => h1 + h2,
        () if (h1 - h2).abs() <= 180.0 => f64::midpoint(h1, h2),
        () => (f64::midpoint(h1, h2) + 180.0) % 360.0,
    };
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let s_l = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (s_c, s_h) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let angle = 60.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let rotation = -2.0 * heavy(c) * angle.to_radians().sin();
    let (l, c, h) = (d_l / s_l, d_c / s_c, d_h / s_h);
    (l * l + c * c + h * h + rotation * c * h).sqrt()
}

#[test]
fn differences_are_those_of_the_published_pairs() {
    for (a, b, expected) in [
        ([50.0, 2.677_2, -79.775_1], [50.0, 0.0, -82.748_5], 2.042_5),
        ([50.0, 2.5, 0.0], [61.0, -5.0, 29.0], 22.897_7),
        ([50.0, 2.49, -0.001], [50.0, -2.49, 0.001_1], 7.219_5),
        ([63.010_9, -31.096_1, -5.866_3], [62.818_7, -29.794_6, -4.086_4], 1.263),
        ([2.077_6, 0.079_5, -1.135], [0.903_3, -0.063_6, -0.551_4], 0.908_2),
    ] {
        assert!((difference(a, b) - expected).abs() < 5e-5, "{a:?} {b:?} {}", difference(a, b));
    }
}
