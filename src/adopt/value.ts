/** What a task or a variable says: plain data, with expressions among it. */
export type Value = string | number | boolean | Expression | SubnetAddress | readonly Value[] | Values;

export interface Values {
  readonly [key: string]: Value;
}

/** A text with expressions; in every other text braces mean nothing. */
export class Expression {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An address of a host that lies in a subnet of its network. Two hosts have the same one where its number is the same. */
export class SubnetAddress {
  /** Which of the subnets. */
  readonly subnet: number;
  /** Which address of the subnet: `host(subnet, 1)`. */
  readonly number: number;
  /** The address on the host. */
  readonly address: string;
  /** What is written behind it: `/24`. */
  readonly suffix: string;

  constructor(subnet: number, number: number, address: string, suffix: string) {
    this.subnet = subnet;
    this.number = number;
    this.address = address;
    this.suffix = suffix;
  }
}

export function isValues(value: Value | undefined): value is Values {
  return (
    typeof value === 'object' &&
    !Array.isArray(value) &&
    !(value instanceof Expression) &&
    !(value instanceof SubnetAddress)
  );
}

/** Equal for what says the same, where an address of a subnet is its number. */
export function keyOf(value: Value | undefined): string {
  return JSON.stringify(value, (_, each) => {
    if (each instanceof SubnetAddress) return { '': [each.subnet, each.number, each.suffix] };
    // Whatever the order of the keys.
    return isValues(each) && !(each instanceof Expression) ? sorted(each) : each;
  });
}

function sorted(values: Values): Values {
  return Object.fromEntries(Object.entries(values).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** The value with every address of a subnet replaced. */
export function replaceAddresses(value: Value, by: (address: SubnetAddress) => Value): Value {
  if (value instanceof SubnetAddress) return by(value);
  if (Array.isArray(value)) return value.map((each) => replaceAddresses(each, by));
  if (!isValues(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaceAddresses(each, by)]));
}

/** As it is on the host. */
export function literal(value: Value): Value {
  return replaceAddresses(value, ({ address, suffix }) => `${address}${suffix}`);
}
