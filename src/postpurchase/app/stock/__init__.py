"""A shop keeps stock, and lets fulfilment partners send what is theirs."""
