"""How do figures leave by the command line?"""

from savings.exports.command import ExportCommand
from savings.exports.files import FIGURES


class Command(ExportCommand):
    help = "Write figures.csv to standard output, as the page gives it to the same person."
    file = FIGURES
