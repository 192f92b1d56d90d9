"""What happened to a claim, in words: who, in which role, did what, when and why."""

_DONE = {
    "create": "Began the claim",
    "edit": "Changed the draft",
    "ask_sign_off": "Asked for sign-off",
    "send_back": "Sent it back",
    "submit": "Signed off and submitted",
    "take": "Took it for review",
    "ask": "Asked the place a question",
    "answer": "Answered the question",
    "decide": "Gave a provisional verdict",
    "reply": "Replied to the verdict",
    "reconsider": "Sent it back to review",
    "second_read": "Gave a second reading",
    "finalise": "Made the verdict final",
    "waive_reply": "Said that no reply will come",
    "triage": "Chose whether to review it",
    "hand_over": "Handed it over",
    "lose_reviewer": "Let its reviewer go",
    "pass_on": "Passed on what somebody had of it",
    "agree": "Agreed the share",
    "dispute": "Disputed the share",
    "set_condition": "Set what it may be used for",
    "confirm": "Said that nothing has changed",
    "mark_overlap": "Said whether it is the same money as another claim",
    "adopt": "Adopted the published words",
    "discard": "Threw the draft away",
    "withdraw": "Withdrew it",
    "abandon": "Said that the saving was given up",
    "revise": "Began a revision",
    "supersede": "Put a later version in its place",
    "publish": "Loaded it from a public source",
}


def in_words(action: str) -> str:
    """The action of an event as something done; its name, where it has no words yet."""
    return _DONE.get(action, action)
