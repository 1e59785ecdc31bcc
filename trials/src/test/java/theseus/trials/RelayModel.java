package theseus.trials;

import theseus.model.Context;
import theseus.model.Version;

/** The relay of the random run, as the model has it. */
final class RelayModel {
    private RelayModel() {}

    static Version relay(String version, String box, Flaw flaw) {
        return Version.named(version)
                .table("log", 1)
                .calls(box)
                .handles(
                        "Forward",
                        (context, body) -> {
                            String[] words = body.split(" ");
                            Context.Answer answer = context.call(box, "add", body);
                            if (answer.refusal().isPresent()) {
                                throw context.refuse(answer.refusal().get());
                            }
                            long amount = Long.parseLong(words[1]);
                            boolean off = flaw == Flaw.LOGS_OFF_BY_ONE && amount == 7;
                            context.put("log", words[0], "" + (off ? 8 : amount));
                            context.emit(
                                    "Forwarded", words[0] + " " + answer.value().orElseThrow());
                        });
    }
}
