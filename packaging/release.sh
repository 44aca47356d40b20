#!/usr/bin/env bash
# Makes everything that is handed out: the installer and the portable archive for Windows, the package and the archive for
# Linux, with sums, a bill of materials, the licenses of all parts and the notes of the release.
#
#   packaging/release.sh [--only windows|linux] [--use-built] [OUT]
#
# OUT          the folder for what is made; target/packages unless said
# --only       one system alone
# --use-built  packs the programs that an earlier run built
#
# It runs on a bare Debian 12 with rustup, as root or with sudo for the few packages that it installs. The same commit on the
# same compiler gives the same bytes: times come from the commit, paths of the machine are taken out of the programs.
# PROFILE=release builds what `cargo run --release` does, quicker and larger; JOBS says how many compilers run at once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source packaging/windows/target.sh

systems=(windows linux)
use_built=
out=target/packages
while (($#)); do
    case $1 in
        --only) systems=("$2") && shift ;;
        --use-built) use_built=1 ;;
        -*) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" && exit 2 ;;
        *) out=$1 ;;
    esac
    shift
done
profile=${PROFILE:-dist}
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export TZ=UTC LC_ALL=C.UTF-8 CARGO_TERM_COLOR=never
umask 022
date=$(date -d "@$SOURCE_DATE_EPOCH" +%F)
mkdir -p "$out"
out=$(realpath "$out")
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
linux=x86_64-unknown-linux-gnu
target=${CARGO_TARGET_DIR:-target}/packaged

heading() { printf '\n== %s == %s\n' "$1" "$(date +%T)"; }

# Every file and folder below has the time of the commit.
settle() { find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +; }

build() { # TARGET
    cargo build --locked --jobs "${JOBS:-$(nproc)}" --profile "$profile" --target "$1" --target-dir "$target" --bin sortie
}

built() { # TARGET PROGRAM
    echo "$target/$1/$([[ $profile == dev ]] && echo debug || echo "$profile")/$2"
}

texts() { # TARGET FOLDER ENDING
    cp LICENSE-MIT "$2/LICENSE-MIT$3"
    cp LICENSE-APACHE "$2/LICENSE-APACHE$3"
    python3 packaging/notices.py --target "$1" --out "$2/THIRD-PARTY.txt"
}

pack_windows() {
    local from=$work/windows/Sortie
    mkdir -p "$from"
    # The compiler leaves a third of the file to names that nobody reads.
    x86_64-w64-mingw32-strip -o "$from/sortie.exe" "$(built $WINDOWS_TARGET sortie.exe)"
    rustc --edition 2024 --target $WINDOWS_TARGET -C opt-level=s -C strip=symbols \
        -C linker=$CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER -o "$from/sortie.com" packaging/windows/console.rs
    x86_64-w64-mingw32-strip "$from/sortie.com"
    texts $WINDOWS_TARGET "$from" .txt
    settle "$work/windows"
    heading "The installer for Windows"
    (cd packaging/windows && makensis -V2 "-DFROM=$from" "-DOUT=$out/sortie-$version-setup.exe" "-DVERSION=$version" sortie.nsi)
    heading "The portable archive for Windows"
    cp packaging/windows/portable.txt "$from/"
    settle "$work/windows"
    rm -f "$out/sortie-$version-windows.zip"
    (cd "$work/windows" && find Sortie -type f | sort | zip -q -9 -X -@ "$out/sortie-$version-windows.zip")
    python3 .ci/materials.py --target $WINDOWS_TARGET --out "$out/sortie-$version-windows.cdx.json"
    ls -l "$from"
}

# What stands below the folder of programs on Linux, for the package and the archive alike.
lay_out_linux() { # FOLDER
    local share=$1/share
    local icons=$share/icons/hicolor
    mkdir -p "$1/bin" "$share"/{applications,mime/packages,metainfo} "$icons"/{256x256/apps,scalable/apps,scalable/mimetypes}
    install -m 755 "$(built $linux sortie)" "$1/bin/sortie"
    install -m 644 packaging/linux/sortie.desktop "$share/applications/sortie.desktop"
    install -m 644 packaging/linux/sortie-mime.xml "$share/mime/packages/sortie.xml"
    install -m 644 assets/icons/sortie.png "$icons/256x256/apps/sortie.png"
    install -m 644 assets/icons/sortie.svg "$icons/scalable/apps/sortie.svg"
    install -m 644 assets/icons/sortie.svg "$icons/scalable/mimetypes/application-x-sortie-plan.svg"
    sed "s/@VERSION@/$version/; s/@DATE@/$date/" packaging/linux/sortie.metainfo.xml \
        >"$share/metainfo/io.github.sortie.Sortie.metainfo.xml"
}

pack_linux() {
    heading "The package for Debian and Ubuntu"
    local deb=$work/deb doc=$work/deb/usr/share/doc/sortie
    lay_out_linux "$deb/usr"
    mkdir -p "$doc" "$deb/DEBIAN"
    texts $linux "$doc" ''
    mv "$doc/LICENSE-MIT" "$doc/copyright"
    gzip -9 -n -c CHANGELOG.md >"$doc/changelog.gz"
    gzip -9 -n "$doc/THIRD-PARTY.txt"
    sed "s/@VERSION@/$version/; s/@SIZE@/$(du -sk --apparent-size "$deb/usr" | cut -f1)/" packaging/linux/control \
        >"$deb/DEBIAN/control"
    settle "$deb"
    dpkg-deb --root-owner-group -Zxz -z9 --build "$deb" "$out/sortie_${version}_amd64.deb"
    heading "The archive for other Linux systems"
    local name=sortie-$version-linux-x86_64
    lay_out_linux "$work/$name"
    install -m 755 packaging/linux/install.sh "$work/$name/install.sh"
    texts $linux "$work/$name" ''
    settle "$work/$name"
    tar --create --directory "$work" --sort=name --owner=0 --group=0 --numeric-owner "$name" |
        gzip -9 -n >"$out/$name.tar.gz"
    python3 .ci/materials.py --target $linux --out "$out/sortie-$version-linux.cdx.json"
}

heading "What the machine needs"
packages=(gcc libc6-dev python3 git)
[[ " ${systems[*]} " == *" windows "* ]] &&
    packages+=(gcc-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64 nsis zip)
install_missing "${packages[@]}"
cargo --version

without_paths_of_the_machine
for system in "${systems[@]}"; do
    [[ $use_built ]] && break
    heading "The program for $system"
    if [[ $system == windows ]]; then
        ready_windows_target
        build $WINDOWS_TARGET
    else
        build $linux
    fi
done
for system in "${systems[@]}"; do "pack_$system"; done

heading "Notes, sums and sizes"
python3 packaging/notes.py "$version" >"$out/sortie-$version-notes.md"
(cd "$out" && rm -f SHA256SUMS && find . -maxdepth 1 -name "sortie[-_]$version*" -printf '%P\0' | sort -z | xargs -0 sha256sum >SHA256SUMS)
cat "$out/SHA256SUMS"
ls -l "$out"
heading "Done"
