; The installer for Windows, for Inno Setup 6: per user, without administrator rights.
;   iscc /DVersion=0.1.0 packaging\windows\jotlens.iss
; Not yet run: see packaging/README.md.

#ifndef Version
  #error Say which version: iscc /DVersion=0.1.0
#endif

[Setup]
AppId={{6C9E1A0B-2B51-4C0B-9C4E-5D1F7C8E7A31}
AppName=JotLens
AppVersion={#Version}
AppPublisher=JotLens contributors
AppPublisherURL=https://github.com/jotlens/jotlens
DefaultDirName={autopf}\JotLens
DefaultGroupName=JotLens
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
SourceDir=..\..
OutputDir=build\installers
OutputBaseFilename=jotlens-{#Version}-windows-x64-setup
SetupIconFile=build\icons\jotlens.ico
UninstallDisplayIcon={app}\jotlens-gui.exe
LicenseFile=LICENSE
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
#ifdef SignTool
SignTool={#SignTool}
SignedUninstaller=yes
#endif

[Tasks]
Name: desktopicon; Description: "A shortcut on the &desktop"; Flags: unchecked
Name: path; Description: "The command jotlens in the &terminal (adds the folder to your PATH)"; Flags: unchecked

[InstallDelete]
; What an older version has left, so that no library of two versions is mixed.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "build\bundle\jotlens\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{group}\JotLens"; Filename: "{app}\jotlens-gui.exe"; AppUserModelID: "JotLens.JotLens"
Name: "{autodesktop}\JotLens"; Filename: "{app}\jotlens-gui.exe"; Tasks: desktopicon

[Registry]
; .jwt and .jotcase are ours unless somebody has them; .har is only offered under "Open with".
Root: HKA; Subkey: "Software\Classes\JotLens.Token"; ValueType: string; ValueData: "JSON Web Token"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\JotLens.Token\DefaultIcon"; ValueType: string; ValueData: "{app}\jotlens-gui.exe,0"
Root: HKA; Subkey: "Software\Classes\JotLens.Token\shell\open\command"; ValueType: string; ValueData: """{app}\jotlens-gui.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\JotLens.Case"; ValueType: string; ValueData: "JotLens case"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\JotLens.Case\DefaultIcon"; ValueType: string; ValueData: "{app}\jotlens-gui.exe,0"
Root: HKA; Subkey: "Software\Classes\JotLens.Case\shell\open\command"; ValueType: string; ValueData: """{app}\jotlens-gui.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.jwt\OpenWithProgids"; ValueType: string; ValueName: "JotLens.Token"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.jotcase\OpenWithProgids"; ValueType: string; ValueName: "JotLens.Case"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.har\OpenWithProgids"; ValueType: string; ValueName: "JotLens.Token"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Applications\jotlens-gui.exe\shell\open\command"; ValueType: string; ValueData: """{app}\jotlens-gui.exe"" ""%1"""; Flags: uninsdeletekey
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: IsNotInPath

[Run]
Filename: "{app}\jotlens-gui.exe"; Description: "Start JotLens"; Flags: nowait postinstall skipifsilent

[Code]
function IsNotInPath: Boolean;
var
  Before: String;
begin
  if not RegQueryStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Before) then
    Before := '';
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Before) + ';') = 0;
end;

{ What the task "path" has added is taken out again when JotLens is removed. }
procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Before, Ours: String;
  Place: Integer;
begin
  if (Step <> usPostUninstall) or not RegQueryStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Before) then
    Exit;
  Ours := ';' + ExpandConstant('{app}');
  Place := Pos(Uppercase(Ours), Uppercase(Before));
  if Place > 0 then
  begin
    Delete(Before, Place, Length(Ours));
    RegWriteExpandStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Before);
  end;
end;
