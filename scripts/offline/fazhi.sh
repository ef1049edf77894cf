#!/bin/sh
# 安装到本文件夹(不联网),然后打开程序;用法与 fazhi 命令相同
here=$(cd "$(dirname "$0")" && pwd)
for python in @pythons@ python3; do
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    case " @versions@ " in *" $version "*) found=$python; break ;; esac
done
if [ -z "$found" ]; then
    echo "没有找到 Python(@told@),请先安装其中一个版本。" >&2
    exit 1
fi
program=$here/program-$version
if [ ! -f "$program/ready" ]; then
    echo "首次使用,正在安装……" >&2
    rm -rf "$program"
    for wheel in "$here"/wheels/pip-*.whl; do pip=$wheel/pip; done
    PYTHONPATH= "$found" "$pip" --isolated --quiet install --no-index --root-user-action=ignore \
        --no-warn-script-location --find-links "$here/wheels" --target "$program" 'fazhi[postgres]' &&
        : >"$program/ready" || { echo "安装没有成功,请看上面的说明。" >&2; exit 1; }
fi
PYTHONPATH=$program PYTHONUTF8=1 exec "$found" -m fazhi_tui "$@"
