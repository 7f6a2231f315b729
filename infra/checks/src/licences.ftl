<#-- one line per dependency: group, artifact, version, licences -->
<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
${project.groupId}	${project.artifactId}	${project.version}	<#list entry.getValue() as licence>${licence}<#sep> or </#sep></#list>
</#list>
