using Xunit.Abstractions;
using Xunit.Sdk;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>Finds the cases of a <see cref="RowTheoryAttribute"/>.</summary>
public sealed class RowDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    /// <inheritdoc/>
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
        [new RowTestCase(DiagnosticMessageSink, discoveryOptions, testMethod, dataRow)];
}
