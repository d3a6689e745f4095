"""Pages: the candidate's chat, the recruiters' and the coordinators' page, and sign-in."""

from api.pages.mounting import mount_pages as mount_pages
