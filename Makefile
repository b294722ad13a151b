# The two things a newcomer types, and what must hold before a change lands.
.PHONY: run test ci

run:
	cargo run --release -- build

test:
	cargo test

ci:
	bash .ci/run
