"""The command line `postpurchase`: the library's face for people and scripts.

What every command has in common stands beside this file: its options in `common`,
its endings in `running`, its errors in `failures`, its output in `printing`. One
module per command, or per few that belong together, stands in `commands`.
"""
