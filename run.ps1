# The two things a newcomer types, on Windows: .\run.ps1 run, .\run.ps1 test
param([ValidateSet("run", "test")][string]$Task = "run")
$ErrorActionPreference = "Stop"
switch ($Task) {
    "run" { cargo run --release -- build }
    "test" { cargo test }
}
exit $LASTEXITCODE
