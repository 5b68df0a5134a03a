/**
 * YAML whose cost is bounded before it is paid: a look at the tokens alone, without recursion,
 * refuses what is nested too deep or has no end, and parsing stops at the first error.
 */
import { Composer, type CST, type Document, Lexer, Parser } from "yaml";

/** Levels of lists and mappings. */
export const DEPTH_MAX = 32;

/** What to say of more. */
export const TOO_DEEP = `nested deeper than ${DEPTH_MAX} levels`;

/** Lists of as many numbers as a scenario may have need fewer. */
const TOKENS_MAX = 400_000;

/** Marks of the lexer, which are not in the text: a document begins, a flow is broken, a scalar. */
const [DOCUMENT, FLOW_END, SCALAR] = ["\x02", "\x18", "\x1f"];

/** What is wrong at an offset of the text. */
export interface Fault {
  readonly at: number;
  readonly text: string;
}

/** What would cost too much to parse. */
export function excessOf(text: string): Fault | undefined {
  let [at, tokens, flow, dashes] = [0, 0, 0, 0];
  let isContent = false;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > TOKENS_MAX) return { at, text: `more than ${TOKENS_MAX} words and signs` };
    if (isContent) isContent = false;
    else if (token === SCALAR) isContent = true;
    else if (token === "[" || token === "{") flow++;
    else if (token === "]" || token === "}") flow = Math.max(0, flow - 1);
    else if ((token === "-" || token === "?") && flow === 0) dashes++;
    else if (token === "\n" || token === "\r\n") dashes = 0;
    if (flow + dashes > DEPTH_MAX) return { at, text: TOO_DEEP };
    if (token !== DOCUMENT && token !== FLOW_END && token !== SCALAR) at += token.length;
  }
}

/**
 * The document of a text with string keys, and what is wrong with it first: what follows an error
 * mostly follows from it.
 */
export function documentOf(text: string): { document: Document.Parsed; fault?: Fault } {
  const composer = new Composer({
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false, // that check is quadratic; ours is not
    logLevel: "error",
  });
  const [document, second] = composer.compose(untilError(text), true, text.length);
  const errors = [...document!.errors, ...document!.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  // Levels that a look at single lines does not see end on the stack, and make other errors there.
  const deep = errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  const fault = deep !== undefined
    ? { at: deep.pos[0], text: TOO_DEEP }
    : errors[0] !== undefined
    ? { at: errors[0].pos[0], text: errors[0].message.split("\n", 1)[0]! }
    : second && { at: second.range[0], text: "a second document begins" };
  return { document: document!, ...(fault && { fault }) };
}

function* untilError(text: string): Generator<CST.Token> {
  for (const token of new Parser().parse(text)) {
    yield token;
    if (token.type === "error") return;
  }
}
