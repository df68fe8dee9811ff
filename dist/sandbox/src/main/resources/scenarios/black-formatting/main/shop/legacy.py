RATES = {  "de":19, "fr" : 20 }
