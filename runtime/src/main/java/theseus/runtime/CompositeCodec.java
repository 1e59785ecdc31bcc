package theseus.runtime;

import java.util.List;
import java.util.Optional;
import theseus.protocol.CborReader;
import theseus.protocol.CborWriter;

/** Lists and optionals that are parameters or results themselves, not fields of a record. */
sealed interface CompositeCodec extends Codec {
    record OfList(Codec element, ListMaker lists) implements CompositeCodec {
        @Override
        public void write(CborWriter out, Object value) {
            for (Object item : Support.items(out, (List<?>) value)) {
                element.write(out, item);
            }
        }

        @Override
        public Object read(CborReader in) {
            Object[] items = Support.room(in);
            for (int i = 0; i < items.length; i++) {
                items[i] = element.read(in);
            }
            return lists.of(items);
        }
    }

    record OfOptional(Codec element) implements CompositeCodec {
        @Override
        public void write(CborWriter out, Object value) {
            Optional<?> optional = (Optional<?>) value;
            if (optional.isPresent()) {
                element.write(out, optional.get());
            } else {
                out.nil();
            }
        }

        @Override
        public Object read(CborReader in) {
            return in.nil() ? Optional.empty() : Optional.of(element.read(in));
        }
    }
}
