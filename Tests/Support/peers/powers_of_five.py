"""Writes Sources/Wire/JSON/PowersOfFive+Generated.swift: the 128 leading bits of each power of five.

Cut off, so that a product with them is never above the true one and what is missing can only carry.
From -27 to -1 they are rounded up instead: a mantissa of 64 bits over such a power may be a whole
number, and the product must reach it.
"""

LEAST, GREATEST = -64, 64


def leading_bits(exponent):
    if exponent >= 0:
        power = 5**exponent
        shift = power.bit_length() - 128
        return power << -shift if shift < 0 else power >> shift
    divisor = 5**-exponent
    # 2^(127 + length) / divisor lies between 2^127 and 2^128, as no power of five is one of two.
    quotient = (1 << (127 + divisor.bit_length())) // divisor
    return quotient + 1 if exponent >= -27 else quotient


def hexadecimal(value):
    digits = f"{value:016X}"
    return "0x" + "_".join(digits[i : i + 4] for i in range(0, 16, 4))


print("// Written by Tests/Support/peers/powers_of_five.py; do not edit.")
print()
print("extension PowersOfFive {")
print(f"  static let exponents = {LEAST}...{GREATEST}")
print()
print("  /// The upper and the lower 64 bits of one power after the other.")
print("  static let bits: [UInt64] = [")
for exponent in range(LEAST, GREATEST + 1):
    bits = leading_bits(exponent)
    print(f"    {hexadecimal(bits >> 64)}, {hexadecimal(bits & (1 << 64) - 1)},")
print("  ]")
print("}")
