/**
 * A value of a JSON file together with where it stands, so that whatever is wrong with it can be
 * said with its exact place. Every reader throws an Error that begins with the place.
 */
export class Checked {
  readonly value: unknown;
  /** For example `study.json codings[3].spans[12].role`. */
  readonly place: string;

  constructor(value: unknown, place: string) {
    this.value = value;
    this.place = place;
  }

  /** Throws an Error that names this place. */
  fail(reason: string): never {
    throw new Error(`${this.place}: ${reason}`);
  }

  /** A field of an object; its value is undefined where the object has none of that name. */
  field(name: string): Checked {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      this.fail('an object is expected.');
    const own = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    return new Checked(own, `${this.place}${this.place.endsWith(' ') ? '' : '.'}${name}`);
  }

  /** Whether there is anything here: false for a field that its object lacks. */
  get present(): boolean {
    return this.value !== undefined;
  }

  /** The object's fields must all be among `names`: a misspelt optional field is not overlooked. */
  onlyFields(names: readonly string[]): this {
    const { value } = this;
    if (typeof value !== 'object' || value === null) this.fail('an object is expected.');
    const odd = Object.keys(value).find((name) => !names.includes(name));
    if (odd !== undefined) this.fail(`there is no field '${odd}' here.`);
    return this;
  }

  items(): Checked[] {
    const { value } = this;
    if (!Array.isArray(value)) this.fail('a list is expected.');
    return value.map((item: unknown, index) => new Checked(item, `${this.place}[${index}]`));
  }

  text(): string {
    const { value } = this;
    if (typeof value !== 'string' || value.trim() === '') this.fail('some text is expected.');
    return value;
  }

  textOrNull(): string | null {
    return this.present ? this.text() : null;
  }

  /** Empty where there is none. */
  textOrEmpty(): string {
    return this.value === '' ? '' : (this.textOrNull() ?? '');
  }

  /** A whole number of at least `least`. */
  count(least: number): number {
    const { value } = this;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least)
      this.fail(`a whole number of at least ${least} is expected.`);
    return value;
  }

  flag(): boolean {
    const { value } = this;
    if (value !== undefined && typeof value !== 'boolean') this.fail('true or false is expected.');
    return value ?? false;
  }

  oneOf<Choice extends string>(choices: readonly Choice[]): Choice {
    const choice = choices.find((each) => each === this.value);
    return choice ?? this.fail(`one of ${choices.join(', ')} is expected.`);
  }
}
