/** A mail address, as text or inside a link; its parts are no longer than RFC 5321 allows, so that no text takes long. */
export const emailPattern = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g;

/**
 * Numbers that can only be a phone's: ten digits of the North American plan with or without separators (area and exchange
 * begin with 2 to 9, https://nationalnanpa.com/number_resource_info/co_codes.html), and those with + and a country code.
 * Not inside addresses of pages, where such digits are ids.
 */
const surePhones: readonly RegExp[] = [
  /(?<![\w/=.%&?#+-])\+\d{1,3}[-. ]?(?:\(\d{1,4}\)[-. ]?)?\d{2,5}(?:[-. ]?\d{2,5}){1,4}(?![\w%])/g,
  /(?<![\w/=.%&?#-])(?:1[-. ]?)?(?:\(\d{3}\)[-. ]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w%-])/g,
  /(?<![\w/=.%&?#-])1?[2-9]\d{2}[2-9]\d{6}(?![\w%-])/g,
];

/** Seven digits are a phone's only where people are called; elsewhere they are a range. */
const localPhone = /(?<![\w/=.%&?#-])[2-9]\d{2}[-. ]\d{4}(?![\w%-])/g;

/** E.164 has fifteen digits at most; fewer than eight are no international number. */
const [fewest, mostDigits] = [8, 15];

/** Phone numbers in a text. @param local also those without an area code */
export function phonesIn(text: string, local: boolean): readonly string[] {
  return [...surePhones, ...(local ? [localPhone] : [])].flatMap((pattern) =>
    (text.match(pattern) ?? []).filter(hasPhoneLength),
  );
}

/** A text with its phone numbers replaced. @param local also those without an area code */
export function replacePhones(text: string, by: string, local = false): string {
  return [...surePhones, ...(local ? [localPhone] : [])].reduce(
    (rest, pattern) => rest.replaceAll(pattern, (number) => (hasPhoneLength(number) ? by : number)),
    text,
  );
}

function hasPhoneLength(number: string): boolean {
  const digits = number.replaceAll(/\D/g, '').length;
  return digits <= mostDigits && (!number.startsWith('+') || digits >= fewest);
}
