; Inno Setup 6: a Windows installer out of the folder that PyInstaller made. For one user, no administrator.
; Build: iscc /DVersion=0.1.0 installer\debitorka.iss
#ifndef Version
  #define Version "0.1.0"
#endif

[Setup]
AppId={{6C1B7F0A-6C0E-4D53-9C55-0D8A4E3B7A51}
AppName=Дебиторка
AppVersion={#Version}
DefaultDirName={localappdata}\Programs\Debitorka
DefaultGroupName=Дебиторка
PrivilegesRequired=lowest
OutputDir=..\dist
OutputBaseFilename=debitorka-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; The book lies in %LOCALAPPDATA%\Debitorka, outside this folder: removing the program leaves it alone.

[Languages]
Name: "ru"; MessagesFile: "compiler:Languages\Russian.isl"

[InstallDelete]
; Files of an older version must not be found by a newer one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\dist\debitorka\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Дебиторка"; Filename: "{app}\debitorka.exe"
Name: "{userdesktop}\Дебиторка"; Filename: "{app}\debitorka.exe"

[Run]
Filename: "{app}\debitorka.exe"; Description: "Открыть Дебиторку"; Flags: postinstall nowait skipifsilent
