package com.campaignmanager.bench;

import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.report.Finding;
import java.util.List;

/** Something measured. */
public interface Experiment {
    /** One word, by which it can be asked for. */
    String name();

    /** Measures, in databases of its own. Whatever it throws becomes a line of the table. */
    List<Finding> run(Lab lab) throws Exception;
}
