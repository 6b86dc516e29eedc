"""The faults, by theme. Each case returns what was seen, or raises what was broken."""
