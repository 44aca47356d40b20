"""Reads an export of Shopify orders and sums it by month with Polars or with DuckDB: what `sortie import` is compared with.

This is what a careful analyst would write in place of the import, by the same rules: an order is the lines of one
`Name`, its totals stand on its first line, what does not count is left out for the same reasons, and tax that prices
hold is taken off. Only the columns that are needed are read, amounts as 64-bit floating point numbers. Both programs
may use every processor. Neither tells buyers apart, checks that totals add up, or looks for the file's kind, its
encoding or rows that cannot be read.

    python3 orders_peer.py polars|duckdb FILE
"""

import json
import sys
from importlib.metadata import version

MONEY = ["Subtotal", "Shipping", "Taxes", "Total", "Refunded Amount"]
TEXT = ["Financial Status", "Email", "Created at", "Cancelled at", "Payment Method", "Source"]
PAID = ["paid", "partially_paid", "partially_refunded", "refunded"]
FIGURES = ["month", "orders", "units", "revenue", "refunds", "refund_orders", "tax"]


def by_polars(file):
    import polars as pl

    numbers = {name: pl.Float64 for name in MONEY} | {"Lineitem quantity": pl.Int64}
    lines = pl.scan_csv(file, infer_schema=False, schema_overrides=numbers)
    item = pl.col("Lineitem name").str.to_lowercase()
    orders = lines.group_by("Name").agg(
        *(pl.col(name).max() for name in MONEY + TEXT),
        pl.col("Lineitem quantity").sum().alias("units"),
        (item.str.contains("gift card", literal=True) | item.str.contains("e-gift", literal=True))
        .all()
        .alias("is_gift_card"),
    )
    beyond = pl.col("Total") - pl.col("Subtotal") - pl.col("Shipping")
    holds_tax = (pl.col("Taxes") != 0) & (beyond.abs() < (beyond - pl.col("Taxes")).abs())
    counted = orders.filter(
        pl.col("Cancelled at").is_null(),
        pl.col("Payment Method") != "bogus",
        pl.col("Source") != "tiktok",
        ~pl.col("Email").str.ends_with("@scs.tiktokw.us"),
        pl.col("Financial Status").is_in(PAID),
        pl.col("Total") != 0,
        ~pl.col("is_gift_card"),
    )
    months = (
        counted.group_by(pl.col("Created at").str.slice(0, 7).alias("month"))
        .agg(
            pl.len().alias("orders"),
            pl.col("units").sum(),
            (pl.col("Subtotal") + pl.col("Shipping") - pl.when(holds_tax).then("Taxes").otherwise(0))
            .sum()
            .alias("revenue"),
            pl.col("Refunded Amount").sum().alias("refunds"),
            (pl.col("Refunded Amount") > 0).sum().alias("refund_orders"),
            pl.col("Taxes").sum().alias("tax"),
        )
        .sort("month")
        .collect(engine="streaming")
    )
    return months.select(FIGURES).rows()


def by_duckdb(file):
    import duckdb

    def named(names, form):
        return ", ".join(form.format(name) for name in names)

    types = {name: "DOUBLE" for name in MONEY} | {"Lineitem quantity": "BIGINT"}
    lines = duckdb.read_csv(file, all_varchar=True, header=True)
    query = f"""
        WITH orders AS (
            SELECT {named(MONEY, 'max("{0}"::DOUBLE) AS "{0}"')}, {named(TEXT, 'max("{0}") AS "{0}"')},
                sum("Lineitem quantity"::BIGINT) AS units,
                bool_and(contains(lower("Lineitem name"), 'gift card') OR contains(lower("Lineitem name"), 'e-gift'))
                    AS is_gift_card
            FROM lines GROUP BY "Name"
        ), counted AS (
            SELECT *, "Total" - "Subtotal" - "Shipping" AS beyond FROM orders
            WHERE "Cancelled at" IS NULL AND "Payment Method" <> 'bogus' AND "Source" <> 'tiktok'
                AND NOT ends_with("Email", '@scs.tiktokw.us')
                AND "Financial Status" IN ({named(PAID, "'{0}'")}) AND "Total" <> 0 AND NOT is_gift_card
        )
        SELECT left("Created at", 7) AS month, count(*) AS orders, sum(units) AS units,
            sum("Subtotal" + "Shipping" - CASE WHEN "Taxes" <> 0 AND abs(beyond) < abs(beyond - "Taxes")
                THEN "Taxes" ELSE 0 END) AS revenue,
            sum("Refunded Amount") AS refunds, count(*) FILTER ("Refunded Amount" > 0) AS refund_orders,
            sum("Taxes") AS tax
        FROM counted GROUP BY month ORDER BY month
    """
    return duckdb.sql(query).fetchall()


def main():
    name, file = sys.argv[1:]
    rows = {"polars": by_polars, "duckdb": by_duckdb}[name](file)
    months = [dict(zip(FIGURES, [row[0], *map(float, row[1:])])) for row in rows]
    json.dump({"version": version(name), "months": months}, sys.stdout)


main()
