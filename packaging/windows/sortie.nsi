; The installer for one person on Windows: nothing needs an administrator, and nothing outside the person's own folders and keys
; is touched. `packaging/release.sh` calls it with FROM (a folder with the files), OUT (the installer) and VERSION.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
!include MUI2.nsh
!include FileFunc.nsh

Name "Sortie"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Sortie"
InstallDirRegKey HKCU "Software\Sortie" "InstallDir"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 ProductName "Sortie"
VIAddVersionKey /LANG=0 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=0 FileDescription "Sortie"
VIAddVersionKey /LANG=0 FileVersion "${VERSION}"
VIAddVersionKey /LANG=0 LegalCopyright "MIT OR Apache-2.0"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Sortie"
!define APP_PATH "Software\Microsoft\Windows\CurrentVersion\App Paths\sortie.exe"
!define MUI_ICON "sortie.ico"
!define MUI_UNICON "sortie.ico"
!define MUI_COMPONENTSPAGE_NODESC
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\sortie.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
; A system that speaks neither gets the first.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString KIND ${LANG_ENGLISH} "Sortie plan"
LangString KIND ${LANG_SIMPCHINESE} "Sortie 方案"
LangString RUNS ${LANG_ENGLISH} "Sortie is still open. Save your plans, close it, and try again."
LangString RUNS ${LANG_SIMPCHINESE} "Sortie 还开着。请先保存方案并关闭它，再重试。"
LangString PROGRAM ${LANG_ENGLISH} "The program"
LangString PROGRAM ${LANG_SIMPCHINESE} "程序"
LangString KEPT ${LANG_ENGLISH} "Also unsaved edits, backups and settings, for good"
LangString KEPT ${LANG_SIMPCHINESE} "同时永久删除未保存的修改、备份和设置"

; Readers of Chinese in other regions too.
!macro CHOOSE_LANGUAGE
  System::Call 'kernel32::GetUserDefaultUILanguage() i .r0'
  IntOp $0 $0 & 0x3ff
  IntCmp $0 4 0 +2 +2
  StrCpy $LANGUAGE ${LANG_SIMPCHINESE}
!macroend

; A program that runs cannot be replaced. Without anybody to ask, nothing is changed and 3 is the exit code.
!macro WAIT_UNTIL_CLOSED
  again:
  IfFileExists "$INSTDIR\sortie.exe" 0 closed
  ClearErrors
  FileOpen $0 "$INSTDIR\sortie.exe" a
  IfErrors 0 writable
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNS)" /SD IDCANCEL IDRETRY again
  SetErrorLevel 3
  Quit
  writable:
  FileClose $0
  closed:
!macroend

Function .onInit
  !insertmacro CHOOSE_LANGUAGE
FunctionEnd

Section "Sortie"
  SetShellVarContext current
  !insertmacro WAIT_UNTIL_CLOSED
  SetOutPath "$INSTDIR"
  File "${FROM}/sortie.exe"
  File "${FROM}/sortie.com"
  File "${FROM}/LICENSE-MIT.txt"
  File "${FROM}/LICENSE-APACHE.txt"
  File "${FROM}/THIRD-PARTY.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Sortie.lnk" "$INSTDIR\sortie.exe" "" "$INSTDIR\sortie.exe" 0
  WriteRegStr HKCU "Software\Sortie" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${APP_PATH}" "" "$INSTDIR\sortie.exe"
  WriteRegStr HKCU "Software\Classes\.sortie" "" "Sortie.Plan"
  WriteRegStr HKCU "Software\Classes\.sortie" "Content Type" "application/x-sortie-plan"
  WriteRegStr HKCU "Software\Classes\.sortie\OpenWithProgids" "Sortie.Plan" ""
  WriteRegStr HKCU "Software\Classes\Sortie.Plan" "" "$(KIND)"
  WriteRegStr HKCU "Software\Classes\Sortie.Plan\DefaultIcon" "" "$INSTDIR\sortie.exe,0"
  WriteRegStr HKCU "Software\Classes\Sortie.Plan\shell\open\command" "" '"$INSTDIR\sortie.exe" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Sortie"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\sortie.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
  ; Explorer shows the icons of plans at once.
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Function un.onInit
  !insertmacro CHOOSE_LANGUAGE
FunctionEnd

Section "un.$(PROGRAM)"
  SectionIn RO
  SetShellVarContext current
  !insertmacro WAIT_UNTIL_CLOSED
  Delete "$INSTDIR\sortie.exe"
  Delete "$INSTDIR\sortie.com"
  Delete "$INSTDIR\LICENSE-MIT.txt"
  Delete "$INSTDIR\LICENSE-APACHE.txt"
  Delete "$INSTDIR\THIRD-PARTY.txt"
  Delete "$INSTDIR\uninstall.exe"
  ; Only an empty folder goes: what somebody put beside the program stays.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Sortie.lnk"
  ReadRegStr $0 HKCU "Software\Classes\.sortie" ""
  StrCmp $0 "Sortie.Plan" 0 theirs
  DeleteRegKey HKCU "Software\Classes\.sortie"
  theirs:
  DeleteRegKey HKCU "Software\Classes\Sortie.Plan"
  DeleteRegKey HKCU "Software\Sortie"
  DeleteRegKey HKCU "${APP_PATH}"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

; Left out unless somebody ticks it, and always left out where nobody can be asked.
Section /o "un.$(KEPT)"
  SetShellVarContext current
  RMDir /r "$APPDATA\Sortie\data"
  RMDir "$APPDATA\Sortie"
  RMDir /r "$LOCALAPPDATA\Sortie\data"
  RMDir "$LOCALAPPDATA\Sortie"
SectionEnd
