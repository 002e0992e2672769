import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples
from strategies import assessments, rubrics

from dsds_audit.assessment import Evidence
from dsds_audit.catalogue import Catalogue
from dsds_audit.forms.questions import form_questions
from dsds_audit.forms.surveyjs_results import read_surveyjs
