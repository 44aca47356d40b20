# To be sourced: what builds for Windows on Debian.
WINDOWS_TARGET=x86_64-pc-windows-gnu
export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER=wine

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

# Installs those of the packages that are not there.
install_missing() {
    local missing=() package
    for package in "$@"; do
        [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    echo "Installing ${missing[*]}."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# Where the sources lie on this machine is nobody's business and would make other bytes elsewhere.
without_paths_of_the_machine() {
    export RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=crates --remap-path-prefix=$PWD=sortie"
}

# The standard library for Windows: from rustup, or else built from the sources of Debian's own compiler.
ready_windows_target() {
    if [[ -e $(rustc --print sysroot)/lib/rustlib/$WINDOWS_TARGET/lib ]] || rustup target add $WINDOWS_TARGET; then
        return
    fi
    echo "rustup has no $WINDOWS_TARGET to give; Debian's compiler and its sources are taken."
    local root=${XDG_CACHE_HOME:-$HOME/.cache}/sortie-windows
    if [[ ! -x $root/usr/bin/rustc ]]; then
        # Unpacked and not installed, since rustc-web does not go together with Debian's rustup.
        mkdir -p "$root/debs"
        as_root apt-get update -qq
        (cd "$root/debs" && apt-get download -qq 'rustc-web=1.96.*' libstd-rust-web-1.96 'libstd-rust-web-dev=1.96.*' \
            'rust-web-src=1.96.*' libllvm22)
        for deb in "$root"/debs/*.deb; do dpkg-deb -x "$deb" "$root"; done
        rm -r "$root/debs"
        mkdir -p "$root/usr/lib/rustlib/src/rust"
        ln -sfn "$(echo "$root"/usr/src/*/library)" "$root/usr/lib/rustlib/src/rust/library"
    fi
    export RUSTC=$root/usr/bin/rustc LD_LIBRARY_PATH=$root/usr/lib/x86_64-linux-gnu
    local std=$root/usr/lib/rustlib/$WINDOWS_TARGET/lib seed=$root/seed
    [[ -d $std ]] && return
    mkdir -p "$seed/src"
    printf '[package]\nname = "seed"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$seed/Cargo.toml"
    echo 'fn main() {}' >"$seed/src/main.rs"
    (cd "$seed" && RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes cargo build --release --target $WINDOWS_TARGET \
        -Zbuild-std=std,panic_unwind,panic_abort,test,proc_macro)
    mkdir -p "$std.new"
    cp "$seed/target/$WINDOWS_TARGET"/release/deps/lib*.rlib "$std.new/"
    mv "$std.new" "$std"
    rm -r "$seed"
}
