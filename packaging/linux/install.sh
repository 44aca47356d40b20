#!/usr/bin/env bash
# Installs Sortie for the person who runs it, without root, or takes it away again.
#
#   ./install.sh            program, menu entry, icon and the kind of file, in the home folder
#   ./install.sh --remove   takes all of that away; plans, settings, unsaved edits and backups stay
#
# PREFIX is where it goes: the folder .local in the home folder unless it is set.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
prefix=${PREFIX:-$HOME/.local}
share=$prefix/share
files=(
    bin/sortie
    share/applications/sortie.desktop
    share/mime/packages/sortie.xml
    share/icons/hicolor/256x256/apps/sortie.png
    share/icons/hicolor/scalable/apps/sortie.svg
    share/icons/hicolor/scalable/mimetypes/application-x-sortie-plan.svg
    share/metainfo/io.github.sortie.Sortie.metainfo.xml
)

# Desktops look into lists that these programs write. Without them a desktop may show the entry only after the next login.
tell_desktop() {
    local told=1
    if command -v update-mime-database >/dev/null; then update-mime-database "$share/mime"; else told=0; fi
    if command -v update-desktop-database >/dev/null; then update-desktop-database "$share/applications"; else told=0; fi
    ((told)) || echo "Install shared-mime-info and desktop-file-utils if plans do not open by a double click."
}

case ${1:-} in
    --remove)
        for file in "${files[@]}"; do rm -f "$prefix/$file"; done
        tell_desktop
        echo "Sortie is removed. Plans, settings, unsaved edits and backups stay."
        ;;
    '')
        for file in "${files[@]}"; do
            mkdir -p "$(dirname "$prefix/$file")"
            # Over a program that runs a file cannot be written; a new one can take its name.
            cp "$here/$file" "$prefix/$file.new"
            mv -f "$prefix/$file.new" "$prefix/$file"
        done
        # The menu does not know the folder of a person's own programs. Quotes only where a space asks for them: not every
        # program that reads menus knows them.
        program=$prefix/bin/sortie
        [[ $program == *[!A-Za-z0-9/._-]* ]] && program="\"$program\""
        sed -i "s|^Exec=sortie|Exec=$program|" "$share/applications/sortie.desktop"
        tell_desktop
        echo "Sortie is installed as $prefix/bin/sortie and in the menu."
        case :$PATH: in
            *":$prefix/bin:"*) ;;
            *) echo "Add $prefix/bin to PATH to start it by the word sortie in a terminal." ;;
        esac
        ;;
    *)
        echo "Usage: ./install.sh [--remove]" >&2
        exit 2
        ;;
esac
