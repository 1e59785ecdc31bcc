package theseus.trials;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import theseus.model.Version;
import theseus.protocol.Genesis;
import theseus.protocol.Plan;
import theseus.sdk.Bytes;
import theseus.sdk.Hash;
import theseus.trials.Variants.Variant;

/** Turns the wish for a plan into one for the versions in force, on both sides. */
final class Openings {
    /** The same plan twice, and the versions that it brings. */
    record Opened(Plan real, theseus.model.Plan modelled, List<Variant> brought) {}

    private static final String WHY = "it is meant to be so";

    private final Hash chain;
    private final Map<Version, Variant> variants;

    /**
     * @param variants of versions of the model; those that are brought are added
     */
    Openings(Hash chain, Map<Version, Variant> variants) {
        this.chain = chain;
        this.variants = variants;
    }

    Version version(Variant variant) {
        Version version = variant.as().apply("");
        variants.put(version, variant);
        return version;
    }

    /** Empty when there is nothing to do. */
    Optional<Opened> of(Move.Open move, Map<String, Version> inForce, String title) {
        List<Plan.Action> real = new ArrayList<>();
        List<theseus.model.Plan.Action> modelled = new ArrayList<>();
        List<Variant> brought = new ArrayList<>();
        List<Plan.Declaration> declarations = new ArrayList<>();
        List<Plan.MessageName> waived = new ArrayList<>();
        Map<String, Move.Choice> choices = new TreeMap<>();
        move.choices().forEach(choice -> choices.putIfAbsent(choice.instance(), choice));
        for (Move.Choice choice : choices.values()) {
            String instance = choice.instance();
            Version before = inForce.get(instance);
            Optional<Variant> next = next(choice, before);
            if (before == null) {
                Variant fresh = next.orElseThrow();
                real.add(
                        new Plan.Action.Install(
                                instance, fresh.hash(), Bytes.EMPTY, List.of(), List.of()));
                modelled.add(new theseus.model.Plan.Action.Install(instance, version(fresh), ""));
            } else if (instance.equals("c") && choice.retires()) {
                real.add(new Plan.Action.Retire(instance, variant(before).hash()));
                modelled.add(new theseus.model.Plan.Action.Retire(instance, before));
                continue;
            } else if (next.isPresent()) {
                Variant is = variant(before);
                real.add(
                        new Plan.Action.Upgrade(
                                instance,
                                is.hash(),
                                next.get().hash(),
                                instance.equals("r")
                                        ? List.of(new Genesis.Binding("boxes", Variants.BOUND))
                                        : List.of(),
                                List.of()));
                modelled.add(
                        new theseus.model.Plan.Action.Upgrade(
                                instance, before, version(next.get())));
                if (move.waives()) {
                    next.get()
                            .shared(is)
                            .forEach(name -> waived.add(new Plan.MessageName(instance, name)));
                }
            }
            next.ifPresent(brought::add);
            if (move.declares()) {
                next.ifPresent(one -> declarations.addAll(declared(instance, one)));
            }
        }
        if (real.isEmpty()) {
            return Optional.empty();
        }
        Plan plan =
                new Plan(
                        chain,
                        title,
                        real,
                        move.irreversible(),
                        move.hotfix(),
                        move.schedule(),
                        declarations,
                        waived,
                        Optional.empty());
        return Optional.of(new Opened(plan, modelled(plan, modelled), brought));
    }

    Variant variant(Version version) {
        return Optional.ofNullable(variants.get(version)).orElseThrow();
    }

    private Optional<Variant> next(Move.Choice choice, Version before) {
        List<Variant> after = before == null ? Variants.INSTALLED : Variants.after(variant(before));
        return after.isEmpty()
                ? Optional.empty()
                : Optional.of(after.get(choice.pick() % after.size()));
    }

    /** That which its flaw does. */
    private static List<Plan.Declaration> declared(String instance, Variant variant) {
        return variant.flaw().differences().stream()
                .map(
                        one ->
                                new Plan.Declaration(
                                        new Plan.MessageName(instance, one.message()),
                                        one.respect(),
                                        one.subject(),
                                        WHY))
                .toList();
    }

    private static theseus.model.Plan modelled(Plan plan, List<theseus.model.Plan.Action> actions) {
        Set<theseus.model.Plan.Declaration> declarations = new HashSet<>();
        for (Plan.Declaration one : plan.declarations()) {
            declarations.add(
                    new theseus.model.Plan.Declaration(
                            Sides.name(one.message()),
                            theseus.model.Plan.Respect.valueOf(one.respect().name()),
                            one.subject()));
        }
        Set<theseus.model.Plan.MessageName> waived = new HashSet<>();
        plan.waived().forEach(one -> waived.add(Sides.name(one)));
        return new theseus.model.Plan(
                plan.id().bytes().hex(),
                actions,
                plan.irreversible(),
                plan.hotfix(),
                Sides.schedule(plan.schedule()),
                declarations,
                waived);
    }
}
