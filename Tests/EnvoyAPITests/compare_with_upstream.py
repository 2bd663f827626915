"""Compares our subset of the Envoy API with upstream's descriptors (PyPI: xds-protos).

usage: compare_with_upstream.py DESCRIPTOR_SET

Every message, field, oneof and enum value of ours must exist upstream in the same file, under the same name and number,
with the same type, label, presence, packing and oneof. Fields that upstream has and we lack are no difference.
Prints one line for each difference; the last line says how much was compared. Exit status 1 if anything differs.
"""

import importlib
import sys

from google.protobuf import descriptor_pb2, descriptor_pool

FIELD = descriptor_pb2.FieldDescriptorProto
differences = []
compared = {"files": 0, "messages": 0, "fields": 0, "oneofs": 0, "enum values": 0}


def differ(where, what, ours, theirs):
    differences.append(f"{where}: {what} is {ours!r}, upstream {theirs!r}")


def oneof_of(message, field):
    """The name of the field's oneof, or nothing."""
    return message.oneof_decl[field.oneof_index].name if field.HasField("oneof_index") else None


def json_name(field):
    """The name in JSON; a descriptor that leaves it out means the default, which is lower camel case."""
    head, *tail = field.name.split("_")
    return field.json_name or head + "".join(part[:1].upper() + part[1:] for part in tail)


def signature(message, field):
    """Everything about a field that changes its encoding or the JSON."""
    return {
        "number": field.number,
        "type": FIELD.Type.Name(field.type),
        "type name": field.type_name,
        "label": FIELD.Label.Name(field.label),
        "oneof": oneof_of(message, field),
        "JSON name": json_name(field),
        "optional": field.proto3_optional,
        "packed": field.options.packed if field.options.HasField("packed") else None,
    }


def compare_enum(where, ours, theirs):
    upstream = {value.name: value.number for value in theirs.value}
    for value in ours.value:
        compared["enum values"] += 1
        if upstream.get(value.name) != value.number:
            differ(f"{where}.{value.name}", "number", value.number, upstream.get(value.name))


def compare_message(where, ours, theirs):
    compared["messages"] += 1
    if ours.options.map_entry != theirs.options.map_entry:
        differ(where, "map entry", ours.options.map_entry, theirs.options.map_entry)
    upstream = {field.name: field for field in theirs.field}
    for field in ours.field:
        compared["fields"] += 1
        other = upstream.get(field.name)
        if other is None:
            differences.append(f"{where}.{field.name}: upstream has no such field")
            continue
        mine, its = signature(ours, field), signature(theirs, other)
        for key in mine:
            if mine[key] != its[key]:
                differ(f"{where}.{field.name}", key, mine[key], its[key])
    names = {oneof.name for oneof in theirs.oneof_decl}
    for oneof in ours.oneof_decl:
        compared["oneofs"] += 1
        if oneof.name not in names:
            differences.append(f"{where}.{oneof.name}: upstream has no such oneof")
    compare_types(where, ours.nested_type, theirs.nested_type, ours.enum_type, theirs.enum_type)


def compare_types(where, our_messages, their_messages, our_enums, their_enums):
    for kind, compare, ours, theirs in (
        ("message", compare_message, our_messages, their_messages),
        ("enum", compare_enum, our_enums, their_enums),
    ):
        upstream = {item.name: item for item in theirs}
        for item in ours:
            name = f"{where}.{item.name}"
            if item.name in upstream:
                compare(name, item, upstream[item.name])
            else:
                differences.append(f"{name}: upstream has no such {kind}")


def compare_file(ours):
    compared["files"] += 1
    try:
        importlib.import_module(ours.name.removesuffix(".proto").replace("/", ".") + "_pb2")
        descriptor = descriptor_pool.Default().FindFileByName(ours.name)
    except (ImportError, KeyError):
        differences.append(f"{ours.name}: upstream has no such file")
        return
    theirs = descriptor_pb2.FileDescriptorProto()
    descriptor.CopyToProto(theirs)
    for key in ("package", "syntax"):
        if getattr(ours, key) != getattr(theirs, key):
            differ(ours.name, key, getattr(ours, key), getattr(theirs, key))
    compare_types(ours.package, ours.message_type, theirs.message_type, ours.enum_type, theirs.enum_type)


def main():
    descriptors = descriptor_pb2.FileDescriptorSet()
    with open(sys.argv[1], "rb") as file:
        descriptors.ParseFromString(file.read())
    for file in descriptors.file:
        compare_file(file)
    print("\n".join(differences + ["compared " + ", ".join(f"{n} {what}" for what, n in compared.items())]))
    return 1 if differences or compared["fields"] == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
