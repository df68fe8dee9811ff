def price(amount, rate):
    return amount * (100 + rate) / 100
