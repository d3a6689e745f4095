"""Rasa's command line, started in a third less time: ``python run_rasa.py run …``.

Loading a model imports ``skops.io``, which looks up each of numpy's and scikit-learn's functions in
every module that is loaded by then. After TensorFlow that takes 8 to 12 s; before it, nothing to speak of.
"""

import skops.io  # noqa: F401
from rasa.__main__ import main

if __name__ == "__main__":
    main()
