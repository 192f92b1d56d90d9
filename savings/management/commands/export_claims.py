"""How do claims leave by the command line?"""

from savings.exports.command import ExportCommand
from savings.exports.files import CLAIMS


class Command(ExportCommand):
    help = "Write claims.csv to standard output, as the page gives it to the same person."
    file = CLAIMS
