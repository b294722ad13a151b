#!/usr/bin/env python3
"""Runs the commands of documentation pages: run_docs.py PROGRAM PAGE...

A page's blocks run in order, in one shell, in an empty folder of its own, as if the day were 28 November 2026.
  sh              runs, and every command must succeed
  sh exits 1      runs, and its last command must end with 1
  sh needs rsync  runs if there is a program of this name
  text            after sh: what the block before printed has these lines, in this order; ... stands for anything
  diff PATH       in this file of my-portal/, each - line becomes the + lines below it
  markdown PATH   writes this file of my-portal/
All other blocks are only shown. SHOW=1 prints what is run."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

BLOCK = re.compile(r"^( *)```(\S+)(?: ([^\n]+))?\n(.*?)^\1```$", re.S | re.M)


class Shell:
    def __init__(self, program, work):
        os.makedirs(f"{work}/bin")
        os.makedirs(f"{work}/here")
        with open(f"{work}/bin/shelfmark", "w") as file:
            file.write(f'#!/bin/sh\ncase " $* " in *" --as-of "*) exec {program} "$@";; esac\nexec {program} --as-of 2026-11-28 "$@"\n')
        os.chmod(f"{work}/bin/shelfmark", 0o755)
        environment = {"PATH": f"{work}/bin:{os.environ['PATH']}", "HOME": work, "USER": "reader", "LC_ALL": "C.UTF-8"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.bash = subprocess.Popen(["bash"], text=True, cwd=f"{work}/here", env=environment, **pipes)

    def run(self, script):
        """What it prints, how its last command ended, and how the first that failed did."""
        self.bash.stdin.write(f"failed=0; trap '[ $failed != 0 ] || failed=$?' ERR\n{script}\nlast=$?; echo; echo @@END $last $failed\n")
        self.bash.stdin.flush()
        said = []
        for line in self.bash.stdout:
            if end := re.match(r"@@END (\d+) (\d+)", line):
                return "".join(said), int(end[1]), int(end[2])
            said.append(line)
        return "".join(said), -1, -1


def said_in_order(text, said):
    for line in text.strip("\n").split("\n"):
        pattern = ".*?".join(re.escape(part) for part in line.split("..."))
        found = re.search("^" + re.sub(r"(\\ )+", " +", pattern) + " *$", said, re.M)
        if not found:
            return f"is not said: {line}\n{said}"
        said = said[found.end() :]


def edit(path, diff):
    text, changes = open(path).read(), []
    for line in diff.strip("\n").split("\n"):
        if line.startswith("-"):
            changes.append((line[1:] + "\n", []))
        else:
            changes[-1][1].append(line[1:] + "\n")
    for old, new in changes:
        if text.count(old) != 1:
            return f"{path} holds {text.count(old)} times: {old}"
        text = text.replace(old, "".join(new))
    open(path, "w").write(text)


def run(program, page):
    text, work, faults, ran, said = open(page).read(), tempfile.mkdtemp(), [], 0, None
    os.chmod(work, 0o755)
    shell = Shell(program, work)
    for block in BLOCK.finditer(text):
        language, rest, body = block[2], (block[3] or "").split(), textwrap.dedent(block[4])
        fault, path = None, f"{work}/here/my-portal/{rest[0]}" if rest else None
        if language == "sh" and rest[:1] == ["needs"] and not shutil.which(rest[1]):
            said = None
        elif language == "sh":
            said, last, failed = shell.run(body.strip())
            ran += 1
            if os.environ.get("SHOW"):
                print(body + said)
            expected = int(rest[1]) if rest[:1] == ["exits"] else 0
            if last != expected or (not expected and failed):
                fault = f"ended with {last or failed}: {said}"
        elif language == "text" and said is not None:
            fault, said = said_in_order(body, said), None
        elif language == "diff" and rest:
            fault = edit(path, body)
        elif language == "markdown" and rest:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            open(path, "w").write(body)
        if fault:
            faults.append(f"{page}:{text[: block.start()].count(chr(10)) + 1}: {fault}")
    shell.bash.stdin.close()
    shell.bash.wait()
    shutil.rmtree(work)
    print(f"{page}: {ran} blocks run, {len(faults)} faults", *faults, sep="\n")
    return not faults


if __name__ == "__main__":
    sys.exit(not all([run(os.path.abspath(sys.argv[1]), page) for page in sys.argv[2:]]))
