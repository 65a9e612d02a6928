"""`python -m bouclage`."""

from bouclage.cli import main

main()
