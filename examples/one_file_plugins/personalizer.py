from postpurchase import Insert, hookimpl
class TeaSample:
    code = "tea-sample"
    def inserts(self, order, parcel_id, units, at):
        if not order.parcels and order.total.amount_minor >= 3_000:
            yield Insert(code="tea-sample")
@hookimpl
def register_personalizers(register):
    register(TeaSample())
