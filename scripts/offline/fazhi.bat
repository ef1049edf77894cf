@echo off
setlocal
set "codepage="
for /f "tokens=2 delims=:." %%c in ('chcp') do set "codepage=%%c"
chcp 65001 >nul
rem 安装到本文件夹,不联网,然后打开程序;用法与 fazhi 命令相同
set "here=%~dp0"
set "found="
for %%v in (@versions@) do if not defined found (
    py -%%v -c "import sys, sysconfig; sys.exit(sysconfig.get_platform() != 'win-amd64')" >nul 2>nul && set "found=py -%%v" && set "version=%%v"
)
if not defined found for %%v in (@versions@) do if not defined found (
    python -c "import sys, sysconfig; sys.exit((sysconfig.get_platform(), '%%v') != ('win-amd64', '%%d.%%d' %% sys.version_info[:2]))" >nul 2>nul && set "found=python" && set "version=%%v"
)
if not defined found (
    echo 没有找到 64 位的 Python（@told@），请先安装其中一个版本。
    pause
    if defined codepage chcp %codepage% >nul
    exit /b 1
)
set "program=%here%program-%version%"
if not exist "%program%\ready" (
    echo 首次使用,正在安装……
    if exist "%program%" rmdir /s /q "%program%"
    for %%w in ("%here%wheels\pip-*.whl") do %found% "%%w\pip" --isolated --quiet install --no-index --no-warn-script-location --find-links "%here%wheels" --target "%program%" "fazhi[postgres]"
    if errorlevel 1 (
        echo 安装没有成功,请看上面的说明。文件夹的路径太长的,请换到浅一些的位置再试。
        pause
        if defined codepage chcp %codepage% >nul
        exit /b 1
    )
    type nul >"%program%\ready"
)
set "PYTHONPATH=%program%"
set "PYTHONUTF8=1"
%found% -m fazhi_tui %*
set "status=%errorlevel%"
if not "%status%"=="0" if "%~1"=="" pause
if defined codepage chcp %codepage% >nul
exit /b %status%
