# To be sourced: what the Windows program does with files under Wine, beside what it does on Linux.

# Runs a command on both systems, each in a folder of its own, and compares what they print, what they write and how they end.
same() { # ARGUMENT...
    local code=0 theirs=0
    rm -rf "$work"/{windows,linux}
    mkdir "$work"/{windows,linux}
    (cd "$work/windows" && wine "$program" "$@" >printed 2>/dev/null) || code=$?
    (cd "$work/linux" && "$linux/bin/sortie" "$@" >printed 2>/dev/null) || theirs=$?
    # A workbook is compared part by part: its archive names the system on which it was packed.
    find "$work" -name '*.xlsx' -exec unzip -q {} -d {}.parts \; -delete
    [[ $code == "$theirs" ]] && diff -r "$work/windows" "$work/linux" >/dev/null || die "Not the same: $* ($code and $theirs)"
    n=$((n + 1))
}

same_commands() {
    local plan sample arguments name work n=0 here=$PWD
    work=$(mktemp -d)
    for plan in assets/templates/*.sortie tests/plans/*.sortie tests/backtests/*.sortie crates/sortie_engine/tests/engine/cases/*.sortie; do
        for arguments in "check" "project --paths 0" "project --paths 300 --seed 7" "project --paths 200 --format csv"; do
            # shellcheck disable=SC2086
            same ${arguments%% *} "$here/$plan" ${arguments#"${arguments%% *}"}
        done
    done
    for sample in crates/sortie_engine/tests/exports/samples/*; do
        same import "$here/$sample"
    done
    for name in shopify_orders_export.csv tiktok_orders_US.csv amazon_date_range_US.csv shopee_orders_MY.xlsx; do
        same fit "$here/crates/sortie_engine/tests/exports/samples/$name" --out fitted.sortie
    done
    for plan in assets/templates/*.sortie; do
        same sample "$(basename "$plan" .sortie)" --start 2026-11
        same sample "$(basename "$plan" .sortie)" --start 2026-11 --out sample.sortie
        same report "$here/$plan" --paths 500 --date 2026-11-30 --out report.pdf
        same report "$here/$plan" --paths 500 --date 2026-11-30 --lang zh --out 报告.xlsx
    done
    plan=$here/assets/templates/womens_wear.sortie
    for name in slides.svg list.png calendar.ics list.txt rows.csv; do
        same report "$plan" --paths 500 --date 2026-11-30 --lang zh --out "$name"
    done
    same report "$plan" --paths 500 --date 2026-11-30 --lang zh --pages slides --out slides.pdf
    same report "$plan" --paths 500 --date 2026-11-30 --pages short --out short.pdf
    same best "$plan" --budget 20000 --format json --out best.sortie
    same best "$plan" --budget 20000 --rules
    same check "$here/no-such-plan.sortie"
    same project "$plan" --no-such-option
    rm -r "$work"
    echo "$n commands, byte for byte: what they print, the files they write and how they end"
}

# A program that holds a file open while somebody writes over it.
held_files() {
    local mode code place=$WINEPREFIX/drive_c/held said
    mkdir -p "$place"
    cp target/holds.exe "$place/"
    wine "$program" sample womens_wear --out "$(winepath -w "$place")\\plan.sortie"
    for mode in 0 1 2 3 4 7; do
        echo before >"$place/rows.csv"
        rm -f "$place/end" "$place/told"
        mkfifo "$place/end"
        wine "$place/holds.exe" 'C:\held\rows.csv' $mode <"$place/end" >"$place/told" 2>/dev/null &
        exec 9>"$place/end"
        wait_for 20 grep -q held "$place/told"
        code=0
        said=$(wine "$program" report 'C:\held\plan.sortie' --paths 50 --out 'C:\held\rows.csv' 2>&1) || code=$?
        # Windows 10 lets a file be replaced that is held with all ways of sharing; Wine does not.
        if [[ $code == 1 ]]; then
            [[ $said == *'is open in another program'* ]] || die "Shared as $mode it is told so: $said"
            [[ $(cat "$place/rows.csv") == before ]] || die "Shared as $mode it was touched."
        else
            [[ $code == 0 && $mode == 7 && $(wc -l <"$place/rows.csv") -gt 100 ]] || die "Shared as $mode: $code, $said"
        fi
        echo "Shared as $mode: $code"
        exec 9>&-
        wait $!
        wine "$program" report 'C:\held\plan.sortie' --paths 50 --out 'C:\held\rows.csv' 2>/dev/null ||
            die "Let go, it can still not be written."
        [[ -z $(find "$place" -name '*.tmp' -o -name '.*') ]] || die "A temporary file stayed."
    done
    rm -r "$place"
}

end_small_drive() {
    [[ ${small_drive:-} ]] && mountpoint -q "$small_drive" && as_root umount "$small_drive" || true
}

# A drive of two megabytes, which something else fills while a plan is edited.
full_disk() {
    small_drive=$WINEPREFIX/drive_c/small
    mkdir -p "$small_drive"
    as_root mount -t tmpfs -o "size=2m,uid=$EUID" none "$small_drive"
    data=$small_drive
    echo 'language = "zh-Hans"' >"$data/settings.toml"
    SORTIE_DATA_DIR=$(winepath -w "$data")
    export SORTIE_DATA_DIR
    open_window "$installed/sortie.exe" 'C:\店铺 文件夹\计划 女装 0.sortie'
    edit_once 1.6
    wait_for 10 journal_holds sortie-journal
    local before
    before=$(cat "$data"/journal/*.journal | sha256sum)
    head -c 4M /dev/zero >"$data/fills" 2>/dev/null || true
    edit_once 1.5
    sleep 3
    picture 7-full-disk
    [[ $(cat "$data"/journal/*.journal | sha256sum) == "$before" ]] || die "A full disk harmed the journal."
    has_window Sortie || die "A full disk ended the program."
    rm "$data/fills"
    edit_once 1.4
    sleep 3
    [[ $(cat "$data"/journal/*.journal | sha256sum) != "$before" ]] || die "With room again the journal is not kept."
    picture 8-room-again
    wineserver --kill
    sleep 1
    "$linux/bin/sortie" check "$plans/计划 女装 0.sortie"
    end_small_drive
}

# The archive, unpacked onto what could be a memory stick.
carried_about() {
    local stick=$WINEPREFIX/drive_c/'U 盘'
    mkdir -p "$stick"
    unzip -q -o "$(echo "$folder"/sortie-*-windows.zip)" -d "$stick"
    unset SORTIE_DATA_DIR
    data=$stick/Sortie/data
    mkdir -p "$data"
    echo 'language = "zh-Hans"' >"$data/settings.toml"
    open_window "$stick/Sortie/sortie.exe" 'C:\店铺 文件夹\计划 女装 0.sortie'
    edit_once 1.6
    wait_for 10 journal_holds sortie-journal
    picture 9-carried-about
    wineserver --kill
    sleep 1
    rm -r "$stick"
}
