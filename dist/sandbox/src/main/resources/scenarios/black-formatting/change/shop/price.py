def price( amount,rate ):
    return amount * (100 + rate) / 100

def total(amounts, rate) :
  return sum( [price(amount, rate) for amount in amounts] )
