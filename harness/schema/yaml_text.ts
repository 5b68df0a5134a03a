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
  let [at, tokens, flow, onLine] = [0, 0, 0, 0];
  let isContent = false;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > TOKENS_MAX) return { at, text: `more than ${TOKENS_MAX} words and signs` };
    if (isContent) isContent = false;
    else if (token === SCALAR) isContent = true;
    else if (token === "[" || token === "{") flow++;
    else if (token === "]" || token === "}") flow = Math.max(0, flow - 1);
    else if (flow === 0 && /^[-?:]$/.test(token)) onLine++;
    else if (token === "\n" || token === "\r\n") onLine = 0;
    if (flow + onLine > DEPTH_MAX) return { at, text: TOO_DEEP };
    at += lengthOf(token);
  }
}

/** How much of the text a token is. */
function lengthOf(token: string): number {
  return token === DOCUMENT || token === FLOW_END || token === SCALAR ? 0 : token.length;
}

/**
 * The document of a text with string keys, or what is wrong with it first: what follows an error
 * mostly follows from it.
 */
export function documentOf(text: string): { document: Document.Parsed } | { fault: Fault } {
  const composer = new Composer({
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false, // that check is quadratic; ours is not
    logLevel: "error",
  });
  const reached = { at: 0 };
  try {
    const documents = composer.compose(untilError(text, reached), true, text.length);
    const [document, second] = documents as Iterable<Document.Parsed>;
    const errors = [...document!.errors, ...document!.warnings];
    const [first] = errors.sort((a, b) => a.pos[0] - b.pos[0]);
    // Levels that a look at single lines does not see end on the stack, and make other errors there.
    const deep = errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
    if (deep !== undefined) return { fault: { at: deep.pos[0], text: TOO_DEEP } };
    if (first !== undefined) {
      return { fault: { at: first.pos[0], text: first.message.split("\n", 1)[0]! } };
    }
    if (second === undefined) return { document: document! };
    return { fault: { at: second.range[0], text: "a second document begins" } };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { fault: { at: reached.at, text: TOO_DEEP } };
  }
}

function* untilError(text: string, reached: { at: number }): Generator<CST.Token> {
  const parser = new Parser();
  const tokens = function* (): Generator<CST.Token> {
    for (const token of new Lexer().lex(text)) {
      yield* parser.next(token);
      reached.at += lengthOf(token);
    }
    yield* parser.end();
  };
  for (const token of tokens()) {
    yield token;
    if (token.type === "error") return;
  }
}
