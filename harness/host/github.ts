/** GitHub Actions, where the environment says that we run there. */

/** Prints annotations and adds to the step's summary; elsewhere does nothing. */
export async function githubStep(annotations: readonly string[], summary: string): Promise<void> {
  const variable = (name: string) => {
    const { state } = Deno.permissions.querySync({ name: "env", variable: name });
    return state === "granted" ? Deno.env.get(name) : undefined;
  };
  if (variable("GITHUB_ACTIONS") !== "true") return;
  // On standard error: there the runner reads them too, and --json stays one object.
  for (const line of annotations) console.error(line);
  const path = variable("GITHUB_STEP_SUMMARY");
  if (path) await Deno.writeTextFile(path, summary, { append: true });
}
