const digits  = 2
export const price = amount => {
    return `${ amount.toFixed(digits) } ` + "EUR"
}
