package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.PhysicalLines.Position;
import com.campaignmanager.customer.CustomerField;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file of customers that is being read, one record after the other, in memory that doesn't grow with it. */
interface CustomerSource extends AutoCloseable {
    /** The next record; nothing at the file's end. */
    Optional<ImportedLine> next();

    /** The fields of a customer that the file gives. Others are left as they are. */
    Set<CustomerField> fields();

    /** Whether an empty field leaves the customer's value as it is, rather than clearing it. */
    boolean keepsEmpty();

    /** What a reader must know that goes on with the file. */
    FileFormat format();

    /** Names of columns that are not read. */
    List<String> ignoredColumns();

    /** Notes of what was read until now. */
    List<ImportNote> notes();

    /** Where the first record begins that was not read yet. */
    Position position();

    @Override
    void close() throws IOException;
}
