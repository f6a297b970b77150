from postpurchase import Ruling, hookimpl
class NoMugs:
    code = "no-mugs"
    def rule(self, request, order, at):
        mugs = any(order.line(part.line_id).sku == "MUG" for part in request.units)
        reason = "Mugs are made for you." if mugs else "You may send it back."
        return Ruling(policy="no-mugs", allowed=not mugs, reasons=(reason,))
@hookimpl
def register_return_policies(register):
    register(NoMugs())
