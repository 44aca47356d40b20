# To be sourced: a folder in which Wine has its Windows, made once. WINEPREFIX names it.
export WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=,winemenubuilder.exe=" WINEARCH=win64
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$WINEPREFIX.run}
mkdir -p "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
if [[ ! -d $WINEPREFIX ]]; then
    wineboot --init 2>/dev/null || true
    wineserver --wait
    # Wine 8 lacks the library from which Rust's standard library takes its random bytes; Windows 10 and Wine 10 have it.
    if [[ ! -e $WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll ]]; then
        cat >"$WINEPREFIX/random.c" <<'END'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T n) {
    while (n) {
        ULONG part = n > 0x10000000 ? 0x10000000 : (ULONG)n;
        if (!SystemFunction036(bytes, part)) return FALSE;
        bytes += part;
        n -= part;
    }
    return TRUE;
}
END
        x86_64-w64-mingw32-gcc -shared -O2 -s -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" \
            "$WINEPREFIX/random.c" -ladvapi32
    fi
fi
wine --version 2>/dev/null
