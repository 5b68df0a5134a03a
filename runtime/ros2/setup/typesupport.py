"""Generates and builds the C type support of one message package into an ament prefix.

Usage: typesupport.py PREFIX PACKAGE_FOLDER WORK_FOLDER DEPENDENCY...

PACKAGE_FOLDER holds package.xml and msg/*.msg. The generators are those of the ROS 2 wheels in
PREFIX; their classes are called directly, since the command line that finds them by entry points
stops at the ones that the wheels register twice.
"""
import pathlib
import shutil
import subprocess
import sys

from rosidl_adapter.msg import convert_msg_to_idl
from rosidl_generator_c.cli import GenerateC
from rosidl_generator_type_description.cli import HashTypeDescription
from rosidl_typesupport_c.cli import GenerateCTypesupport
from rosidl_typesupport_fastrtps_c.cli import GenerateFastRTPSCTypesupport
from rosidl_typesupport_introspection_c.cli import GenerateIntrospectionCTypesupport

prefix, source, work = (pathlib.Path(argument).absolute() for argument in sys.argv[1:4])
dependencies = sys.argv[4:]
package = source.name
share = prefix / 'share' / package
include = prefix / 'include' / package


def translate():
    """share/PACKAGE: the .msg files, the .idl files that the generators want, their hashes."""
    shutil.rmtree(share, ignore_errors=True)
    shutil.copytree(source, share)
    for message in sorted((share / 'msg').glob('*.msg')):
        convert_msg_to_idl(share, package, message.relative_to(share), share / 'msg')
    files = [f'{share}:msg/{path.name}' for path in sorted((share / 'msg').glob('*.idl'))]
    includes = [str(prefix / 'share' / each) for each in [*dependencies, package]]
    hashes = HashTypeDescription('hash').generate_type_hashes(
        package, list(files), includes, work / 'hash')
    for path in hashes:
        shutil.copy(path, share / 'msg')
    return files, includes, [str(path) for path in hashes]


def generate(files, includes, hashes):
    """One folder a generator: some of their files have the same name."""
    GenerateC('c').generate(package, list(files), includes, work / 'c', hashes)
    for name, generator in {
        'introspection': GenerateIntrospectionCTypesupport('introspection_c'),
        'fastrtps': GenerateFastRTPSCTypesupport('fastrtps_c'),
        'dispatch': GenerateCTypesupport('c', typesupport_implementations=[
            'rosidl_typesupport_fastrtps_c', 'rosidl_typesupport_introspection_c']),
    }.items():
        generator.generate(package, list(files), includes, work / name)


def install_headers():
    shutil.rmtree(include, ignore_errors=True)
    for folder in ['c', 'introspection', 'fastrtps', 'dispatch']:
        for path in (work / folder).rglob('*.h*'):
            target = include / package / path.relative_to(work / folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


def build(compiler, folder, name, libraries):
    """One of the four libraries of a package, each linked against its dependencies' own."""
    sources = sorted(str(path) for path in (work / folder).rglob('*.c*'))
    if not sources:
        sys.exit(f'{package}: the generator of {folder} wrote no source')
    folders = sorted(path for path in (prefix / 'include').iterdir() if path.is_dir())
    own = [] if folder == 'c' else [f'{package}__rosidl_generator_c']
    needed = own + [f'{each}__{name}' for each in dependencies] + libraries
    subprocess.run([
        compiler, '-O2', '-fPIC', '-shared', '-w',
        *(f'-I{path}' for path in [prefix / 'include', *folders]),
        '-o', str(prefix / 'lib' / f'lib{package}__{name}.so'), *sources,
        f'-L{prefix}/lib', f'-Wl,-rpath-link,{prefix}/lib', '-Wl,-rpath,$ORIGIN', '-Wl,--no-as-needed',
        *(f'-l{library}' for library in needed),
    ], check=True)


shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
generate(*translate())
install_headers()
build('gcc', 'c', 'rosidl_generator_c', ['rosidl_runtime_c', 'rcutils'])
build('gcc', 'introspection', 'rosidl_typesupport_introspection_c',
      ['rosidl_typesupport_introspection_c', 'rosidl_runtime_c'])
build('g++', 'fastrtps', 'rosidl_typesupport_fastrtps_c',
      ['rosidl_typesupport_fastrtps_c', 'rosidl_typesupport_fastrtps_cpp', 'fastcdr', 'rmw'])
build('g++', 'dispatch', 'rosidl_typesupport_c', ['rosidl_typesupport_c', 'rosidl_runtime_c'])

# What makes a package visible to whoever reads the ament index.
index = prefix / 'share' / 'ament_index' / 'resource_index'
(index / 'packages' / package).write_text('')
interfaces = sorted(path.name for path in (share / 'msg').glob('*.*') if path.suffix != '.json')
(index / 'rosidl_interfaces' / package).write_text('\n'.join(f'msg/{each}' for each in interfaces))
