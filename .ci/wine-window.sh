# To be sourced: a window of Sortie under Wine, driven by hand and looked at. $shots is where pictures go.

# Where things stand in a window that fills a screen of this size: the likely conversion of the first channel; kinds of file and
# the button that saves on the page of reports; the button that chooses files on that of imports; the cross of what
# the window says.
SCREEN_SIZE=1400x900x24
AT_EDIT=(275 635)
AT_PDF=(39 184) AT_WORKBOOK=(94 184) AT_PICTURE=(259 184) AT_ROWS=(199 216) AT_SAVE=(1315 88)
AT_CHOOSE=(703 271) AT_CLOSE=(1348 95)

start_screen() {
    export DISPLAY=:${SCREEN:-87}
    Xvfb "$DISPLAY" -screen 0 $SCREEN_SIZE -nolisten tcp >/dev/null 2>&1 &
    screen=$!
    wait_for 20 xdpyinfo
    openbox 2>/dev/null &
    sleep 1
}

picture() { import -window root "$shots/$1.png" && echo "Look at $shots/$1.png"; }
windows_of() { xdotool search --onlyvisible --name "$1" 2>/dev/null || true; }
has_window() { [[ $(windows_of "$1") ]]; }
has_no_window() { [[ ! $(windows_of "$1") ]]; }
count_windows() { [[ $(windows_of Sortie | wc -l) == "$1" ]]; }
key() { xdotool key --clearmodifiers "$@" && sleep 0.5; }
click() { xdotool mousemove "$1" "$2" && sleep 0.2 && xdotool click 1 && sleep 0.8; }

# Letters of any script reach a window by its clipboard.
paste() {
    printf '%s' "$1" | setsid xclip -i -selection clipboard >/dev/null 2>&1
    sleep 0.3
    key ctrl+a
    key ctrl+v
}

# Opens the window, on a plan where one is named, and waits until it shows an answer.
open_window() { # PROGRAM [PLAN]
    wine "$@" 2>/dev/null &
    wait_for 120 has_window Sortie
    sleep 8
}

# Asks for a command of the window by its name.
ask_for() {
    key ctrl+k
    sleep 1
    paste "$1"
    sleep 1
    key Return
    sleep 1
}

# Answers the dialog of the system, whose field for the name has the keyboard.
answer_dialog() { # TITLE PATH
    wait_for 60 has_window "$1"
    sleep 1
    key alt+n
    paste "$2"
    key Return
    wait_for 30 has_no_window "$1"
}

# One edit by the hand.
edit_once() { # NUMBER
    click "${AT_EDIT[@]}"
    key ctrl+a
    xdotool type "$1"
    key Return
}

# Whether a file of the data folder holds these words.
journal_holds() { grep -qr "$1" "$data/journal" --include='*.journal'; }
