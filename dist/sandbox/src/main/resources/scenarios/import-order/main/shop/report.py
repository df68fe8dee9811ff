import json


def report(prices):
    return json.dumps(prices)
